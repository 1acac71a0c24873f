import type { Request } from '../../requests/record/request.ts';
import { ANY_TERM } from '../../requests/record/search-terms.ts';
import { UNREADABLE_PAUSE } from '../../shared/backoff.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { TenantId } from '../../shared/ids.ts';
import { REQUEST_COLUMNS, toRequest } from '../bodies/read-rows.ts';
import { readOrFault } from '../bodies/unreadable-rows.ts';
import { toEntry } from '../queries/entry-rows.ts';
import { insertTasks } from '../queries/task-queries.ts';
import type { Db } from '../schema/tables.ts';
import { lockUntilCommit } from '../schema/transact.ts';
import { LOOKED_FOR, lastKey, lost, WORK_KINDS } from './checks/check-work.ts';
import { readEntry } from './read-entry.ts';
import { after, begin, type Story } from './story.ts';
import { CALL_KINDS, type Call, lostCalls } from './told/told-calls.ts';

/**
 * Files the work anew that requests wait for and that somebody removed, or said to be done, in the database: what the
 * record says is owed, under the key of the step that filed it; and what calls people of a request that waits for them.
 * A request that is not as its entries tell is left.
 * @returns the numbers of these requests
 */
export async function refileWork(db: Db, tenantId: TenantId, now: number): Promise<readonly number[]> {
  await lockUntilCommit(db, 'step');
  const found: number[] = [];
  for (const request of await candidates(db, tenantId, now)) {
    const tasks = await db
      .selectFrom('tasks')
      .select(['kind', 'completed', 'key'])
      .where('request_id', '=', request.id)
      .where('kind', 'in', WORK_KINDS)
      .execute();
    const story = await storyOf(db, request);
    if (story?.state !== request.state || story.rev !== request.rev) continue;
    const kinds = lost(request, { story, tasks, at: now });
    const work = kinds.flatMap((kind) => {
      const key = lastKey(kind, story);
      return key === null ? [] : [{ key, kind, dueAt: now }];
    });
    for (const one of [...work, ...(await callsLost(db, request, now))]) {
      const filed = { ...one, tenantId, requestId: request.id, payload: null, correlation: 'refiled' };
      await db.deleteFrom('tasks').where('key', '=', one.key).execute();
      await insertTasks(db, null, [{ ...filed, dueAt: Math.max(one.dueAt, now) }]);
      found.push(request.number);
    }
  }
  return found;
}

/** What is done is noted in the transaction that completes it, so what it notes is read after it. */
async function callsLost(db: Db, request: Request, at: number): Promise<readonly Call[]> {
  const tasks = await db
    .selectFrom('tasks')
    .select(['key', 'completed', 'due_at'])
    .where('request_id', '=', request.id)
    .where('kind', 'in', CALL_KINDS)
    .execute();
  const announced = await db
    .selectFrom('announcements')
    .select('request_id')
    .where('request_id', '=', request.id)
    .executeTakeFirst();
  return lostCalls(request, { tasks, isAnnounced: announced !== undefined, at });
}

/** The states that a deadline ends. */
const ENDING = ['draft', 'pending', 'approved'];

/**
 * When a request ends is told by its body, which its last entry binds; the column beside it only says when to look.
 * Whoever edits the database can put that off, so that nobody looks.
 * @returns the numbers of the requests that are looked at in time again
 */
export async function hastenExpiry(db: Db, tenantId: TenantId, now: number): Promise<readonly number[]> {
  const waiting = db.selectFrom('requests').select(REQUEST_COLUMNS).select('deadline').where('tenant', '=', tenantId);
  const found: number[] = [];
  for (const { deadline: looked, ...row } of await waiting.where('state', 'in', ENDING).execute()) {
    const request = readOrFault(() => toRequest(row));
    if (isAirlockError(request) || request.deadline === null) continue;
    // One that could not end is looked at again within an hour.
    if (looked !== null && looked <= Math.max(request.deadline, now + UNREADABLE_PAUSE)) continue;
    await db.updateTable('requests').set({ deadline: request.deadline }).where('id', '=', request.id).execute();
    found.push(request.number);
  }
  return found;
}

/** Requests that may wait for work: those that are under way, and those that ended lately. */
async function candidates(db: Db, tenantId: TenantId, now: number): Promise<readonly Request[]> {
  const own = db.selectFrom('requests').select(REQUEST_COLUMNS).where('requests.tenant', '=', tenantId);
  const underWay = await own
    .where('state', 'in', ['pending', 'approved', 'applying', 'unknown'])
    .orderBy('number')
    .execute();
  const ended = await own
    .where('state', 'in', ['applied', 'failed', 'expired'])
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('request_terms')
          .innerJoin('counters', 'counters.place', 'request_terms.place')
          .select('request_terms.number')
          .whereRef('counters.tenant', '=', 'requests.tenant')
          .whereRef('request_terms.number', '=', 'requests.number')
          .where('request_terms.term', '=', ANY_TERM)
          .where('request_terms.at', '>=', now - LOOKED_FOR),
      ),
    )
    .orderBy('number')
    .execute();
  return [...underWay, ...ended].flatMap((row) => {
    const request = readOrFault(() => toRequest(row));
    return isAirlockError(request) ? [] : [request];
  });
}

async function storyOf(db: Db, { id, tenantId }: Request): Promise<Story | null> {
  const rows = await db.selectFrom('audit').selectAll().where('request_id', '=', id).orderBy('seq').execute();
  let story: Story | null = null;
  for (const row of rows) {
    const read = readEntry(toEntry(row));
    if (read.entry.tenantId !== tenantId) continue;
    if (read.kind === 'drafted') story ??= begin(read);
    else if (read.kind === 'step' && story) story = after(story, read);
  }
  return story;
}
