import type { z } from 'zod';
import {
  type ConversationKey,
  conversationKey,
  type EntraObjectId,
  entraObjectId,
  type FormId,
  formId,
  type RequestId,
  requestId,
  type TenantId,
  tenantId,
} from '../../../src/shared/ids.ts';

/** The tenant of everything that is built. */
export const TENANT = tenantId.parse('11111111-1111-4111-8111-111111111111');

export const aTenant = (id: string): TenantId => tenantId.parse(id);
export const aRequestId = (id: string): RequestId => requestId.parse(id);
export const aFormId = (id: string): FormId => formId.parse(id);
export const anOid = (id: string): EntraObjectId => entraObjectId.parse(id);
export const aConversation = (key: string): ConversationKey => conversationKey.parse(key);

/** A value whose ids may be written as plain text: whatever takes it parses them. */
export type Plain<T> = T extends z.core.$brand
  ? string
  : T extends readonly (infer E)[]
    ? readonly Plain<E>[]
    : T extends object
      ? { readonly [K in keyof T]: Plain<T[K]> }
      : T;
