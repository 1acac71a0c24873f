import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Kysely, type Selectable, type SqliteDatabase, SqliteDialect, sql } from 'kysely';
import Database from 'libsql';
import type { AuditEntry } from '../../requests/ports/audit-entry.ts';
import { isTimed } from '../../requests/record/search-terms.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { RequestId } from '../../shared/ids.ts';
import { ASKED_KINDS } from '../bodies/task-seal.ts';
import { readPostgres } from '../databases/postgres.ts';
import type { StoreLocation } from '../databases/store-location.ts';
import type { ItemRow } from '../items/item-pages.ts';
import { itemRows } from '../items/item-record.ts';
import { readAudit } from '../queries/entry-rows.ts';
import { guardFaults, NEXT_ALONE } from '../schema/append-only.ts';
import type { Db, Tables } from '../schema/tables.ts';
import { tableOf } from '../schema/transact.ts';
import type { AccountRow } from './checks/check-accounts.ts';
import type { ListRow } from './told/told-devices.ts';

const TASK_COLUMNS = ['id', 'key', 'kind', 'tenant', 'request_id', 'due_at', 'lease_until', 'completed'] as const;

const SEALED_COLUMNS = ['id', 'key', 'kind', 'tenant', 'request_id', 'payload', 'completed'] as const;

export type SealedRow = Pick<Selectable<Tables['tasks']>, (typeof SEALED_COLUMNS)[number]>;
const MESSAGE_COLUMNS = ['id', 'key', 'conversation', 'request_id', 'content', 'dropped'] as const;

export type MessageRow = Pick<Selectable<Tables['posts']>, (typeof MESSAGE_COLUMNS)[number]>;
export type AnnouncementRow = Selectable<Tables['announcements']>;
export type RequestRow = Selectable<Tables['requests']>;
export type TaskRow = Pick<Selectable<Tables['tasks']>, (typeof TASK_COLUMNS)[number]>;
export type LockRow = Selectable<Tables['object_locks']>;
export type SettingRow = Selectable<Tables['settings']>;
export type CounterRow = Selectable<Tables['counters']>;

/** What a request is found by, with its tenant. */
export type TermRow = Omit<Selectable<Tables['request_terms']>, 'place'> &
  Pick<Selectable<Tables['counters']>, 'tenant'>;

export type FactRow = Selectable<Tables['facts']>;

/** A lease, or what an instance has claimed, and until when (ms since 1970). */
export interface HeldRow {
  readonly where: string;
  readonly until: number | string;
}

/** Everything that the record is compared with, as it was at one moment. */
export interface RecordSource {
  /** Oldest first. */
  entries(): AsyncGenerator<AuditEntry>;
  requests(): AsyncGenerator<RequestRow>;
  /** What the requests with these numbers are found by; null where the schema is older. */
  terms(numbers: readonly number[]): Promise<readonly TermRow[] | null>;
  /** Tasks of these kinds, completed ones too. */
  tasks(kinds: readonly string[]): AsyncGenerator<TaskRow>;
  /** Leases, and the claims of open tasks and messages. */
  held(): Promise<readonly HeldRow[]>;
  locks(): Promise<readonly LockRow[]>;
  counters(): Promise<readonly CounterRow[]>;
  settings(): Promise<readonly SettingRow[]>;
  /** What is remembered of the tenant; nothing where the schema is older. */
  facts(): Promise<readonly FactRow[]>;
  /** Tasks in the name of somebody who asked, completed ones too, with what they hold. */
  asked(): AsyncGenerator<SealedRow>;
  /** Messages, sent ones too. */
  messages(): AsyncGenerator<MessageRow>;
  /** Whom requests were announced to; nothing where the schema is older. */
  announcements(): AsyncGenerator<AnnouncementRow>;
  /** What is remembered of accounts; nothing where the schema is older. */
  accounts(): Promise<readonly AccountRow[]>;
  /** The rows of the lists of devices, by request and page; nothing where the schema is older. */
  devices(): AsyncGenerator<ListRow>;
  /** The items of requests, by request and position; nothing where the schema is older. */
  items(): AsyncGenerator<ItemRow>;
  /** What is wrong with the triggers that make the record append-only: clauses. */
  guards(): Promise<readonly string[]>;
}

/**
 * Reads a database as it is at one moment, while the service may go on writing. Changes nothing in it, not even an
 * older schema.
 * @throws AirlockError config-invalid, store-unavailable, store-corrupt
 */
export async function withRecord<T>(place: StoreLocation, work: (source: RecordSource) => Promise<T>): Promise<T> {
  if ('url' in place) return atOneMoment(readPostgres(place), true, work);
  return atOneMoment(readFile(place.file, { immutable: !isWrittenTo(place) }), false, work);
}

/** Whether a file has a write-ahead log: a service writes to it, or was killed while it did. */
export function isWrittenTo(place: StoreLocation): boolean {
  return 'file' in place && existsSync(`${place.file}-wal`);
}

/** A file that nobody writes to is read without leaving a write-ahead log beside it, from any medium. */
function readFile(file: string, { immutable }: { readonly immutable: boolean }): Kysely<Tables> {
  try {
    const name = immutable ? `${pathToFileURL(file).href}?immutable=1` : file;
    const sqlite = new Database(name, { readonly: true });
    assertRecord(sqlite, file);
    return new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite as unknown as SqliteDatabase }) });
  } catch (cause) {
    if (isAirlockError(cause)) throw cause;
    throw new AirlockError('store-corrupt', `The database ${file} cannot be read.`, { cause });
  }
}

/** Whoever copies the file alone while it is in use gets one without what the log beside it holds. */
function assertRecord(sqlite: InstanceType<typeof Database>, file: string): void {
  if (sqlite.prepare("select name from sqlite_master where name = 'audit'").all().length > 0) return;
  sqlite.close();
  throw new AirlockError(
    'store-corrupt',
    `${file} holds no record. A copy of a database in use is made as docs/operate.md#back-up-and-restore says.`,
  );
}

async function atOneMoment<T>(
  db: Kysely<Tables>,
  isPostgres: boolean,
  work: (source: RecordSource) => Promise<T>,
): Promise<T> {
  const moment = db.transaction();
  const reading = isPostgres ? moment.setIsolationLevel('repeatable read').setAccessMode('read only') : moment;
  try {
    return await reading.execute((trx) => work(recordSource(trx)));
  } finally {
    await db.destroy();
  }
}

const PAGE = 500;

/** The record in this database or transaction. */
export function recordSource(db: Db): RecordSource {
  return {
    entries: () =>
      paged(
        (after: number | null) => readAudit(db, after === null ? Number.MIN_SAFE_INTEGER : after + 1, PAGE),
        ({ seq }) => seq,
      ),
    requests: () =>
      paged(
        (after: string | null) => {
          const rows = db.selectFrom('requests').selectAll().orderBy('id').limit(PAGE);
          return (after === null ? rows : rows.where('id', '>', after)).execute();
        },
        ({ id }) => id,
      ),
    tasks: (kinds) =>
      paged(
        (after: number | null) => {
          const rows = db.selectFrom('tasks').select(TASK_COLUMNS).where('kind', 'in', kinds).orderBy('id').limit(PAGE);
          return (after === null ? rows : rows.where('id', '>', after)).execute();
        },
        ({ id }) => id,
      ),
    terms: (numbers) => readTerms(db, numbers),
    items: () => readItems(db),
    held: () => readHeld(db),
    locks: () => db.selectFrom('object_locks').selectAll().orderBy('object').execute(),
    counters: () => db.selectFrom('counters').selectAll().execute(),
    settings: () => db.selectFrom('settings').selectAll().execute(),
    facts: () => readFacts(db),
    asked: () => readAsked(db),
    messages: () => readMessages(db),
    announcements: () => readAnnouncements(db),
    accounts: () => readAccounts(db),
    devices: () => readDevices(db),
    guards: async () => guardFaults(db, !(await hasRun(db, NEXT_ALONE))),
  };
}

async function readHeld(db: Db): Promise<readonly HeldRow[]> {
  const leases = await db
    .selectFrom('leases')
    .select(['name', 'until'])
    .where('until', '>', 0)
    .orderBy('name')
    .execute();
  const claimed = async (table: 'tasks' | 'posts', word: string) => {
    const rows = await db
      .selectFrom(table)
      .select(['id', 'lease_until'])
      .where('lease_until', '>', 0)
      .orderBy('id')
      .execute();
    return rows.map(({ id, lease_until: until }) => ({ where: `${word} ${id}`, until }));
  };
  const named = leases.map(({ name, until }) => ({ where: `the lease ${name}`, until }));
  return [...named, ...(await claimed('tasks', 'task')), ...(await claimed('posts', 'message'))];
}

function readAsked(db: Db) {
  return paged(
    (after: number | null) => {
      const rows = db.selectFrom('tasks').select(SEALED_COLUMNS).where('kind', 'in', ASKED_KINDS);
      const page = rows.orderBy('id').limit(PAGE);
      return (after === null ? page : page.where('id', '>', after)).execute();
    },
    ({ id }) => id,
  );
}

function readMessages(db: Db) {
  return paged(
    (after: number | null) => {
      const page = db.selectFrom('posts').select(MESSAGE_COLUMNS).orderBy('id').limit(PAGE);
      return (after === null ? page : page.where('id', '>', after)).execute();
    },
    ({ id }) => id,
  );
}

async function* readAnnouncements(db: Db): AsyncGenerator<AnnouncementRow> {
  if (!(await hasRun(db, '0009-delivery'))) return;
  yield* paged(
    (after: RequestId | null) => {
      const page = db.selectFrom('announcements').selectAll().orderBy('request_id').limit(PAGE);
      return (after === null ? page : page.where('request_id', '>', after)).execute();
    },
    ({ request_id: id }) => id,
  );
}

/** The table came with a migration: a database that nobody opened since has none. */
async function readFacts(db: Db): Promise<readonly FactRow[]> {
  return !(await hasRun(db, '0008-facts')) ? [] : db.selectFrom('facts').selectAll().orderBy('key').execute();
}

async function readAccounts(db: Db): Promise<readonly AccountRow[]> {
  if (!(await hasRun(db, '0007-accounts-seen'))) return [];
  return db.selectFrom('accounts_seen').selectAll().orderBy('oid').execute();
}

/** One request after another, so that no more than one list is in memory at once. */
async function* readDevices(db: Db): AsyncGenerator<ListRow> {
  if (!(await hasRun(db, '0002-forms'))) return;
  const requests = await db
    .selectFrom('request_devices')
    .select('request_id')
    .distinct()
    .orderBy('request_id')
    .execute();
  for (const { request_id: id } of requests)
    yield* await db
      .selectFrom('request_devices')
      .select(['request_id', 'page', 'body'])
      .where('request_id', '=', id)
      .orderBy('page')
      .execute();
}

async function readTerms(db: Db, numbers: readonly number[]): Promise<readonly TermRow[] | null> {
  if (!(await hasRun(db, '0010-found-again'))) return null;
  if (numbers.length === 0) return [];
  if (!(await hasRun(db, '0013-found-by-less'))) return olderTerms(db, numbers);
  return db
    .selectFrom('request_terms')
    .innerJoin('counters', 'counters.place', 'request_terms.place')
    .select(['counters.tenant', 'request_terms.number', 'request_terms.term', 'request_terms.at'])
    .where('request_terms.number', 'in', numbers)
    .execute();
}

/** Before, the tenant stood in each row, and what a request is about moved with each step. */
async function olderTerms(db: Db, numbers: readonly number[]): Promise<readonly TermRow[]> {
  const { rows } = await sql<TermRow>`select tenant, number, term, at from ${tableOf(db, 'request_terms')}
    where number in (${sql.join(numbers)})`.execute(db);
  return rows.map((row) => (isTimed(row.term) ? row : { ...row, at: 0 }));
}

async function* readItems(db: Db): AsyncGenerator<ItemRow> {
  if (!(await hasRun(db, '0011-items'))) return;
  const requests = await db.selectFrom('request_items').select('request_id').distinct().orderBy('request_id').execute();
  for (const { request_id: id } of requests) yield* await itemRows(db, id);
}

async function hasRun(db: Db, migration: string): Promise<boolean> {
  return (
    (await sql`select name from ${tableOf(db, 'kysely_migration')} where name = ${migration}`.execute(db)).rows.length >
    0
  );
}

/** Reads page after page, the first (null) from the lowest key on, the others from the key of the last row on. */
async function* paged<T, K>(page: (after: K | null) => Promise<readonly T[]>, keyOf: (row: T) => K): AsyncGenerator<T> {
  for (let after: K | null = null; ; ) {
    const rows = await page(after);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = keyOf(last);
  }
}
