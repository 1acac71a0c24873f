import { sql } from 'kysely';
import type { NewOutboxMessage } from '../../src/requests/ports/outbox.ts';
import { TASK_KINDS } from '../../src/requests/ports/outbox.ts';
import type { Store } from '../../src/requests/ports/store.ts';
import type { Request } from '../../src/requests/record/request.ts';
import { openDatabase } from '../../src/store/databases/sqlite.ts';
import { openStore } from '../../src/store/open-store.ts';
import { aCard, anAnswer, aRequest, aTask, filing, next } from '../contracts/store/a-step.ts';
import { counting } from '../support/runtime/counting.ts';
import { TEST_KEYS } from '../support/runtime/record-keys.ts';
import { BUILT_AT } from '../support/samples/build-request.ts';

/** Long before anything that is measured. */
const THEN = BUILT_AT - 1_000_000;

/** What each stored request has left behind. */
export const LEFT_BEHIND = 'each stored request left 5 audit entries, 3 cards, 4 tasks and 2 answers, all done';

/** Makes a database with so many ended requests: one lives its life by the store's own verbs, and is copied. */
export async function fillStore(file: string, size: number): Promise<void> {
  const store = await openStore({ file, keys: TEST_KEYS, ids: counting() });
  if (size > 0) await liveOne(store);
  await store.close();
  if (size > 1) await copyAll(file, size);
}

/** A card in a thread of its own, and one in the personal chat of two approvers. */
export function cardsOf(request: Request): NewOutboxMessage[] {
  return [`19:soc;messageid=${request.id}`, 'a:grace', 'a:heidi'].map((to) => aCard(request, to, { dueAt: THEN }));
}

async function liveOne(store: Store): Promise<void> {
  const request = aRequest(0);
  const step = filing(request, {
    messages: [...cardsOf(request), ...['p', 'q'].map((key) => anAnswer(key, `in ${key}`, { dueAt: THEN }))],
    tasks: TASK_KINDS.slice(0, 4).map((kind) => aTask(kind, { kind, dueAt: THEN })),
  });
  let current = await store.commit(step);
  for (let rev = 2; rev <= 5; rev += 1)
    current = await store.commit(next(current, { state: rev < 5 ? 'pending' : 'applied' }));
  for (let task = await store.takeTask(TASK_KINDS, 'me', BUILT_AT, 1_000); task; ) {
    await store.completeTask(task);
    task = await store.takeTask(TASK_KINDS, 'me', BUILT_AT, 1_000);
  }
  for (const post of await store.takeMessages('me', BUILT_AT, 1_000, 9))
    await store.messageShown(post, { activityId: `shown ${post.key}`, rev: post.wantedRev, at: BUILT_AT });
}

async function copyAll(file: string, size: number): Promise<void> {
  const db = await openDatabase(file);
  const upTo = sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${size - 1})`;
  await db.transaction().execute(async (trx) => {
    const copies = [
      sql`${upTo} insert into requests select id || i, tenant, number + i, rev, state, requester, open, deadline, body
        from requests, n`,
      sql`${upTo} insert into audit select seq + 5 * i, previous, hash, tenant, at, event, actor, request_id || i, data
        from audit, n`,
      sql`${upTo} insert into posts (key, tenant, conversation, request_id, content, activity_id, wanted_rev, shown_rev,
        due, due_at, attempts, lease_until) select key || i, tenant, case when conversation like '19:%' then conversation || i
        else conversation end, request_id || i, content, activity_id || i, wanted_rev, shown_rev, due, due_at, attempts,
        lease_until from posts, n`,
      sql`${upTo} insert into tasks (key, kind, tenant, request_id, payload, correlation, due_at, attempts, lease_until,
        completed) select key || i, kind, tenant, request_id || i, payload, correlation, due_at, attempts, lease_until,
        completed from tasks, n`,
      sql`update counters set last_number = ${size}`,
    ];
    for (const copy of copies) await copy.execute(trx);
  });
  await db.destroy();
}
