import { sql } from 'kysely';
import type { AuditEntry } from '../../src/requests/ports/audit-entry.ts';
import type { NewOutboxMessage } from '../../src/requests/ports/outbox.ts';
import { TASK_KINDS } from '../../src/requests/ports/outbox.ts';
import type { Store } from '../../src/requests/ports/store.ts';
import type { Request } from '../../src/requests/record/request.ts';
import { openDatabase } from '../../src/store/databases/sqlite.ts';
import { openStore } from '../../src/store/open-store.ts';
import { toEntry } from '../../src/store/queries/entry-rows.ts';
import { noteHead } from '../../src/store/queries/head/head-queries.ts';
import { signedEntry } from '../../src/store/record/entry.ts';
import { headNote } from '../../src/store/record/head-note.ts';
import type { Db } from '../../src/store/schema/tables.ts';
import { aCard, anAnswer, aRequest, aTask, filing, next } from '../contracts/store/a-step.ts';
import { counting } from '../support/runtime/counting.ts';
import { TEST_KEYS } from '../support/runtime/record-keys.ts';
import { BUILT_AT } from '../support/samples/build-request.ts';
import { STARTED } from '../support/tampering/service-started.ts';

/** Long before anything that is measured. */
const THEN = BUILT_AT - 1_000_000;

/** What each stored request has left behind. */
export const LEFT_BEHIND = 'each stored request left 6 audit entries, 3 cards, 4 tasks and 2 answers, all done';

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
    audit: [STARTED, ...filing(request).audit],
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

/** What differs in each copy; every other column is the same. */
const COPIED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  requests: { id: 'id || i', number: 'number + i' },
  request_terms: { number: 'number + i' },
  posts: {
    key: 'key || i',
    conversation: "case when conversation like '19:%' then conversation || i else conversation end",
    request_id: 'request_id || i',
    activity_id: 'activity_id || i',
  },
  tasks: { key: 'key || i', request_id: 'request_id || i' },
};

/** Columns that SQLite fills in. */
const GIVEN = { posts: ['id'], tasks: ['id'] } as Readonly<Record<string, readonly string[]>>;

async function copyAll(file: string, size: number): Promise<void> {
  const db = await openDatabase(file);
  await db.transaction().execute(async (trx) => {
    for (const [table, differs] of Object.entries(COPIED)) {
      const { rows } = await sql<{ name: string }>`select name from pragma_table_info(${table})`.execute(trx);
      const columns = rows.map(({ name }) => name).filter((name) => !GIVEN[table]?.includes(name));
      const values = columns.map((name) => differs[name] ?? name);
      await sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < ${size - 1})
        insert into ${sql.table(table)} (${sql.raw(columns.join(', '))})
        select ${sql.raw(values.join(', '))} from ${sql.table(table)}, n`.execute(trx);
    }
    await sql`update counters set last_number = ${size}`.execute(trx);
    await copyEntries(trx, size);
  });
  await db.destroy();
}

/**
 * Chains the entries of each copy to those before, and ends with a checkpoint that vouches for all of them, and the
 * note of the record's end. Only these two are really signed: the chain is made of hashes.
 */
async function copyEntries(trx: Db, size: number): Promise<void> {
  const lived = (await trx.selectFrom('audit').selectAll().orderBy('seq').execute()).map(toEntry);
  let last = lived.at(-1) ?? null;
  const { keyId, sign } = TEST_KEYS;
  const unsigned = { keyId, sign: () => last?.signature ?? '' };
  for (let at = 1; at < size; at += 1) {
    const copied: AuditEntry[] = [];
    for (const one of lived) {
      const requestId = one.requestId && (`${one.requestId}${at}` as typeof one.requestId);
      last = signedEntry(unsigned, last, { ...one, requestId });
      copied.push(last);
    }
    await insertEntries(trx, copied);
  }
  const vouched = { count: last?.seq ?? 0, head: last?.hash ?? '', accounts: null };
  const checkpoint = { ...STARTED, event: 'record.checkpoint', data: vouched };
  const end = signedEntry({ keyId, sign }, last, checkpoint);
  await insertEntries(trx, [end]);
  const { tenantId, seq: count, hash: head } = end;
  await noteHead(trx, tenantId, headNote(TEST_KEYS, tenantId, { count, head, broken: null }));
}

async function insertEntries(trx: Db, entries: readonly AuditEntry[]): Promise<void> {
  const rows = entries.map(({ tenantId, requestId, keyId, data, ...rest }) => ({
    ...{ ...rest, tenant: tenantId, request_id: requestId, key_id: keyId, data: JSON.stringify(data) },
  }));
  await trx.insertInto('audit').values(rows).execute();
}
