import type { NewOutboxMessage, NewTask } from '../../../src/requests/ports/outbox.ts';
import type { RequestStep } from '../../../src/requests/ports/store.ts';
import type { Form } from '../../../src/requests/record/form.ts';
import type { Request, RequestState } from '../../../src/requests/record/request.ts';
import { BUILT_AT, buildRequest, type RequestFields, rebuilt } from '../../support/samples/build-request.ts';
import { aConversation, TENANT } from '../../support/samples/ids.ts';

export { TENANT };

/** A request of this ordinal, pending unless overridden. */
export function aRequest(ordinal: number, overrides: RequestFields = {}): Request {
  const id = `5f1c3f6e-9d0b-4c6d-8d2e-${String(ordinal).padStart(12, '0')}`;
  return buildRequest<RequestState>({ id, state: 'pending', ...overrides });
}

/** What a request of this file locks, and the objects of one that isolates devices of these ids. */
export const OBJECT = 'advanced-feature:automated-investigation';
export const isolationOf = (ids: readonly string[]) => ids.map((id) => `isolation:${id}`);

/** The same that isolates devices of these ids: each is an object of its own. */
export function anIsolation(ordinal: number, ids: readonly string[], overrides: RequestFields = {}): Request {
  const devices = ids.map((id) => ({ id, name: id, os: 'Windows11' }));
  const base = { objects: { standings: {} }, preview: null, shown: { restricted: [], controllers: [], lacks: null } };
  const change = {
    kind: 'response-actions',
    act: 'isolate',
    wanted: { names: [...ids] },
    devices,
    leftOut: 0,
  } as const;
  return aRequest(ordinal, { change, base, ...overrides });
}

/** The first step of a request; with one audit entry. */
export function filing(request: Request, more: Partial<RequestStep> = {}): RequestStep {
  const facts = { tenantId: request.tenantId, at: BUILT_AT, event: 'request.test', actor: 'service' };
  const audit = [{ ...facts, requestId: request.id, data: { rev: request.rev } }];
  return { request, expectedRev: null, audit, messages: [], tasks: [], ...more };
}

/** The step after the one that made `request`. */
export function next(request: Request, patch: RequestFields = {}, more: Partial<RequestStep> = {}): RequestStep {
  return filing(rebuilt(request, { ...patch, rev: request.rev + 1 }), { expectedRev: request.rev, ...more });
}

export function aTask(key: string, more: Partial<NewTask> = {}): NewTask {
  const task = { kind: 'apply', tenantId: TENANT, requestId: null, payload: { n: 1 }, correlation: 'c-1' } as const;
  return { key, dueAt: BUILT_AT, ...task, ...more };
}

export function aCard(request: Request, conversation: string, more: Partial<NewOutboxMessage> = {}): NewOutboxMessage {
  return {
    key: `${request.id}:card:${conversation}`,
    tenantId: request.tenantId,
    conversation: aConversation(conversation),
    content: { kind: 'request', requestId: request.id, audience: 'shared', viewer: null },
    dueAt: BUILT_AT,
    ...more,
  };
}

export function aFormCard(form: Form, conversation: string): NewOutboxMessage {
  const content = { kind: 'form', formId: form.id, viewer: null } as const;
  const key = `${form.id}:form:${conversation}`;
  return { key, tenantId: form.tenantId, conversation: aConversation(conversation), content, dueAt: BUILT_AT };
}

export function anAnswer(key: string, conversation: string, more: Partial<NewOutboxMessage> = {}): NewOutboxMessage {
  const content = { kind: 'answer', view: 'notice', data: { text: key } } as const;
  return { key, tenantId: TENANT, conversation: aConversation(conversation), content, dueAt: BUILT_AT, ...more };
}
