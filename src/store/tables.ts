import type { Generated, Kysely, Selectable, Transaction } from 'kysely';
import { parseChange } from '../changes/kind-of.ts';
import { type OutboxContent, type OutboxMessage, TASK_KINDS, type Task } from '../requests/ports/outbox.ts';
import type { Form } from '../requests/record/form.ts';
import type { Request } from '../requests/record/request.ts';
import { AirlockError } from '../shared/errors.ts';

/** Columns that hold a time hold milliseconds since 1970; columns that hold JSON are text. */
export interface Tables {
  requests: {
    id: string;
    tenant: string;
    number: number;
    rev: number;
    state: string;
    requester: string;
    /** 1 while the request counts as open: submitted and not ended. */
    open: number;
    deadline: number | null;
    body: string;
  };
  counters: { tenant: string; last_number: number };
  object_locks: { tenant: string; object: string; request_id: string };
  audit: {
    seq: number;
    previous: string;
    hash: string;
    tenant: string;
    at: number;
    event: string;
    actor: string;
    request_id: string | null;
    data: string;
  };
  posts: {
    id: Generated<number>;
    key: string;
    tenant: string;
    conversation: string;
    request_id: string | null;
    /** Which request or form the post shows; at most one of the two. */
    form_id: string | null;
    content: string;
    activity_id: string | null;
    wanted_rev: number;
    /** -1 before the first delivery. */
    shown_rev: number;
    /** 1 while there is something to say. */
    due: number;
    due_at: number;
    attempts: number;
    lease: string | null;
    lease_until: number;
    dropped: string | null;
  };
  tasks: {
    id: Generated<number>;
    key: string;
    kind: string;
    tenant: string;
    request_id: string | null;
    payload: string;
    correlation: string;
    due_at: number;
    attempts: number;
    lease: string | null;
    lease_until: number;
    completed: number;
  };
  conversations: { key: string; tenant: string; body: string };
  contacts: { tenant: string; oid: string; body: string };
  forms: {
    id: string;
    tenant: string;
    rev: number;
    state: string;
    requester: string;
    deadline: number | null;
    body: string;
  };
  /** The devices that a request's change would touch, some hundred a row, in the order to be shown. */
  request_devices: { request_id: string; page: number; body: string };
  /** Airlock's own settings; JSON with its keys in order, since it is compared as text. */
  settings: { tenant: string; name: string; body: string };
  leases: { name: string; owner: string; until: number };
}

/** The database, or one of its transactions. */
export type Db = Kysely<Tables> | Transaction<Tables>;

/** @throws AirlockError store-corrupt when a stored text is not JSON. */
export function readJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AirlockError('store-corrupt', `What is stored as a ${what} cannot be read.`, { cause });
  }
}

/** A request from its row. The columns win over the body, and the change is parsed anew: a row edited by hand is no surprise later. */
export function toRequest(row: Pick<Selectable<Tables['requests']>, 'body' | 'rev' | 'number'>): Request {
  const body = readJson(row.body, 'request') as Request;
  try {
    return { ...body, change: parseChange(body.change), rev: row.rev, number: row.number };
  } catch (cause) {
    throw new AirlockError('store-corrupt', 'What is stored as a request cannot be read.', { cause });
  }
}

/** A form from its row; the column wins over the body. */
export function toForm(row: Pick<Selectable<Tables['forms']>, 'body' | 'rev'>): Form {
  return { ...(readJson(row.body, 'form') as Form), rev: row.rev };
}

export function toPost(row: Selectable<Tables['posts']>): OutboxMessage {
  return {
    id: row.id,
    key: row.key,
    tenantId: row.tenant,
    conversation: row.conversation,
    content: readJson(row.content, 'post') as OutboxContent,
    dueAt: Number(row.due_at),
    activityId: row.activity_id,
    wantedRev: row.wanted_rev,
    attempts: row.attempts,
    lease: row.lease ?? '',
  };
}

export function toTask(row: Selectable<Tables['tasks']>): Task {
  const kind = TASK_KINDS.find((known) => known === row.kind);
  if (!kind) throw new AirlockError('store-corrupt', 'What is stored as a task cannot be read.');
  return {
    id: row.id,
    key: row.key,
    kind,
    tenantId: row.tenant,
    requestId: row.request_id,
    payload: readJson(row.payload, 'task') as Task['payload'],
    dueAt: Number(row.due_at),
    correlation: row.correlation,
    attempts: row.attempts,
    lease: row.lease ?? '',
  };
}
