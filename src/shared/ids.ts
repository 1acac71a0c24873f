import { z } from 'zod';

/**
 * Ids that cannot be taken for each other. Each is made where it enters: from an activity, the configuration, the
 * directory, the store.
 */
export const tenantId = z.string().brand<'TenantId'>();
export type TenantId = z.infer<typeof tenantId>;

export const requestId = z.string().brand<'RequestId'>();
export type RequestId = z.infer<typeof requestId>;

export const formId = z.string().brand<'FormId'>();
export type FormId = z.infer<typeof formId>;

/** Of a person, a group or a role; lower case. */
export const entraObjectId = z.string().toLowerCase().brand<'EntraObjectId'>();
export type EntraObjectId = z.infer<typeof entraObjectId>;

/** A conversation in Teams; for a channel thread with its `;messageid=`. */
export const conversationKey = z.string().brand<'ConversationKey'>();
export type ConversationKey = z.infer<typeof conversationKey>;
