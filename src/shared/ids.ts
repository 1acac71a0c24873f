import { z } from 'zod';

/**
 * Ids of different types, so that the compiler tells them apart. Each is branded where it enters: from an activity, the
 * configuration, the directory or the store.
 */
export const tenantId = z.string().brand<'TenantId'>();
export type TenantId = z.infer<typeof tenantId>;

export const requestId = z.string().brand<'RequestId'>();
export type RequestId = z.infer<typeof requestId>;

export const formId = z.string().brand<'FormId'>();
export type FormId = z.infer<typeof formId>;

/** Id of a person, a group or a role; lower case. */
export const entraObjectId = z.string().toLowerCase().brand<'EntraObjectId'>();
export type EntraObjectId = z.infer<typeof entraObjectId>;

/** Id of a conversation in Teams. The id of a channel thread includes `;messageid=`. */
export const conversationKey = z.string().brand<'ConversationKey'>();
export type ConversationKey = z.infer<typeof conversationKey>;

const PLAIN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DIGITS = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** What tools write around a GUID: braces, parentheses, quotation marks, `urn:uuid:`. */
const WRAPPINGS = [/^\{(.*)\}$/, /^\((.*)\)$/, /^"(.*)"$/, /^'(.*)'$/, /^urn:uuid:(.*)$/];

/**
 * The GUID that a text is, whatever its form, as Graph writes it: lower case, with dashes and nothing around it. Null
 * for any other text.
 */
export function guidIn(text: string): string | null {
  const bare = unwrapped(text.trim().toLowerCase());
  if (PLAIN.test(bare)) return bare;
  return DIGITS.test(bare) ? bare.replace(DIGITS, '$1-$2-$3-$4-$5') : null;
}

function unwrapped(text: string): string {
  const inside = WRAPPINGS.map((wrapping) => wrapping.exec(text)?.[1]).find((one) => one !== undefined);
  return inside === undefined ? text : unwrapped(inside.trim());
}

/**
 * Directory roles by their template ids, which are the same in every tenant (docs/facts/teams.md#roles-in-graph): those
 * that Airlock's settings usually name.
 */
export const BUILT_IN_ROLES: Readonly<Record<string, string>> = {
  '194ae4cb-b126-40b2-bd5b-6091b380977d': 'Security Administrator',
  '62e90394-69f5-4237-9190-012177145e10': 'Global Administrator',
  '5f2222b1-57c3-48ba-8ad5-d4759f1fde6f': 'Security Operator',
  '5d6b6bb7-de71-4623-b4af-96380a352509': 'Security Reader',
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451': 'Global Reader',
};
