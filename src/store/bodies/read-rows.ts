import type { Selectable } from 'kysely';
import {
  type OutboxContent,
  type OutboxMessage,
  outboxContentSchema,
  TASK_KINDS,
  type Task,
} from '../../requests/ports/outbox.ts';
import { type Form, formSchema } from '../../requests/record/form.ts';
import { type Request, requestSchema } from '../../requests/record/request.ts';
import type { Tables } from '../schema/tables.ts';
import { corrupt, readBody, readValue } from './stored-body.ts';
import { askedIn } from './task-seal.ts';
import { draftFromVersion1, formFromVersion1 } from './version-1.ts';

/** The columns from which a request is read. */
export const REQUEST_COLUMNS = ['requests.id', 'requests.body', 'requests.rev', 'requests.number'] as const;
export type RequestRow = Pick<Selectable<Tables['requests']>, 'id' | 'body' | 'rev' | 'number'>;
export const FORM_COLUMNS = ['id', 'body', 'rev'] as const;

/**
 * Reads a request from its row; its columns take precedence over the body.
 * @throws AirlockError store-corrupt
 */
export function toRequest(row: RequestRow): Request {
  return readRequest(row).request;
}

/**
 * The same, and whether its columns say what its body says: no entry tells of them.
 * @throws AirlockError store-corrupt
 */
export function readRequest({ id, body, rev, number }: RequestRow): { request: Request; isWhole: boolean } {
  const read = readBody({ table: 'requests', id }, body, requestSchema);
  const isWhole = read.id === id && read.rev === rev && read.number === number;
  const known = REQUESTS.get(read);
  if (known?.rev === rev && known.number === number) return { request: known, isWhole };
  const request = Object.freeze({ ...read, rev, number });
  REQUESTS.set(read, request);
  return { request, isWhole };
}

/** The request made of a body: one object as long as its row is the same, so that what is made of it can be kept. */
const REQUESTS = new WeakMap<object, Request>();

/**
 * Reads a form from its row; its column takes precedence over the body.
 * @throws AirlockError store-corrupt
 */
export function toForm({ id, body, rev }: Pick<Selectable<Tables['forms']>, 'id' | 'body' | 'rev'>): Form {
  return { ...readBody({ table: 'forms', id }, body, formSchema, formFromVersion1), rev };
}

/**
 * Reads the content of the message with this id.
 * @throws AirlockError store-corrupt
 */
export function toContent(id: number, content: string): OutboxContent {
  return readBody({ table: 'posts', id }, content, outboxContentSchema);
}

/** @throws AirlockError store-corrupt */
export function toMessage(row: Selectable<Tables['posts']>): OutboxMessage {
  const content = toContent(row.id, row.content);
  const shown = 'requestId' in content ? content.requestId : null;
  if (shown !== row.request_id) throw corrupt({ table: 'posts', id: row.id }, 'the card of another request');
  return {
    id: row.id,
    key: row.key,
    tenantId: row.tenant,
    conversation: row.conversation,
    content,
    dueAt: Number(row.due_at),
    activityId: row.activity_id,
    wasShown: row.shown_rev >= 0,
    wantedRev: row.wanted_rev,
    attempts: row.attempts,
    ...(row.failing_since !== null && {
      failing: { why: row.fault ?? '', since: Number(row.failing_since), refusals: row.refusals },
    }),
    lease: row.lease ?? '',
  };
}

/**
 * Reads a task from its row. Whoever runs the task parses its payload.
 * @throws AirlockError store-corrupt
 */
export function toTask(row: Selectable<Tables['tasks']>): Task {
  const kind = TASK_KINDS.find((known) => known === row.kind);
  if (!kind) throw corrupt({ table: 'tasks', id: row.id }, 'a kind of task that this Airlock does not know');
  const fromVersion1 = kind === 'draft' ? draftFromVersion1 : undefined;
  const stored = readValue({ table: 'tasks', id: row.id }, row.payload, fromVersion1);
  return {
    id: row.id,
    key: row.key,
    kind,
    tenantId: row.tenant,
    requestId: row.request_id,
    payload: askedIn(stored),
    dueAt: Number(row.due_at),
    correlation: row.correlation,
    attempts: row.attempts,
    lease: row.lease ?? '',
  };
}
