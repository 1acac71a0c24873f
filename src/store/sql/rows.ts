import type { Kysely, Selectable, Transaction } from 'kysely';
import { parseChange } from '../../changes/kind-of.ts';
import { AirlockError } from '../../errors.ts';
import type { Form } from '../../requests/form.ts';
import type { Request } from '../../requests/request.ts';
import type { Post, PostContent } from '../post.ts';
import { TASK_KINDS, type Task } from '../task.ts';
import type { Tables } from './tables.ts';

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

export function toPost(row: Selectable<Tables['posts']>): Post {
  return {
    id: row.id,
    key: row.key,
    tenantId: row.tenant,
    conversation: row.conversation,
    content: readJson(row.content, 'post') as PostContent,
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
