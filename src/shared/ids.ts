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
