import type { Attack } from '../../../support/tampering/entry-attacks.ts';
import { insert, replaceTable, rowsOf, type Scene, type SqlRow, update } from '../../../support/tampering/sql.ts';

/** A kind of rows that entries tell of, beside those of requests, and how to tamper with them. */
interface Kept {
  readonly table: string;
  /** Which rows of the table; all where absent. */
  readonly which?: (row: SqlRow, scene: Scene) => boolean;
  /** The columns that name a row. */
  readonly key: readonly string[];
  /** Columns, maybe with how they are edited, each with what is put into it. */
  readonly edits: Readonly<Record<string, (row: SqlRow, scene: Scene) => string | number | null>>;
  /** What makes a copy of a row another one; absent where one more proves nothing. */
  readonly planted?: (row: SqlRow, scene: Scene) => SqlRow;
  /** Columns that a row gets from another; absent where there is one row alone. */
  readonly swapped?: readonly string[];
  /** False where the absence of a row proves nothing. */
  readonly mayBeDropped?: false;
}

const ANOTHER = '99999999-1111-4111-8111-111111111111';

/** One more value of a number, some other letters in a text; what was empty says something. */
const other = (name: string) => (row: SqlRow) => {
  const value = row[name];
  if (typeof value === 'number') return value + 1;
  return value === null || value === undefined ? 'other' : value.replace(/[0-9a-z](?=[^0-9a-z]*$)/i, '~');
};

const others = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, other(name)]));

const startsWith = (...starts: readonly string[]) => {
  return ({ key }: SqlRow) => starts.some((start) => String(key).startsWith(start));
};

/** Rows whose text holds a seal. */
const isSealed = (name: string) => (row: SqlRow) => String(row[name]).includes('"seal":"');

/** Other words, under the seal of those that the service wrote; or its words, without a seal. */
const reworded = (name: string) => (row: SqlRow) =>
  String(row[name]).replace(/[a-z](?=[^a-z]*"[^"]*"[^"]*"seal")/i, '~');
const unsealed = (name: string) => (row: SqlRow) => String(row[name]).replace(/,"seal":"[^"]*"/, '');

/** Whether this is a request of a release that signs: what another one listed, no entry tells. */
function isSigned(id: SqlRow[string] | undefined, { db }: Scene): boolean {
  const first = rowsOf(db, 'audit').find(({ request_id: of }) => of === id);
  return first !== undefined && first.key_id !== null;
}

/** A request of which no devices are listed. */
function withoutList(scene: Scene): string {
  const listed = rowsOf(scene.db, 'request_devices').map(({ request_id: id }) => id);
  const others = rowsOf(scene.db, 'requests').filter(({ id }) => !listed.includes(id ?? null) && isSigned(id, scene));
  return String(scene.random.pick(others).id);
}

const KEPT: Readonly<Record<string, Kept>> = {
  'an item': {
    table: 'request_items',
    key: ['request_id', 'position'],
    edits: {
      ...others('request_id', 'position', 'key', 'label', 'at', 'reason', 'external_id'),
      state: ({ state }) => (state === 'waiting' ? 'done' : 'waiting'),
    },
    planted: ({ position, key }) => ({ position: Number(position) + 1_000, key: `${key}~` }),
    swapped: ['key', 'label', 'external_id'],
  },
  'what a request is found by': {
    table: 'request_terms',
    which: ({ term }) => !String(term).startsWith('word:'),
    key: ['place', 'number', 'term'],
    edits: others('at', 'term'),
    planted: ({ term }) => ({ term: `${term}~` }),
    swapped: ['at'],
  },
  'a debt, or what was scanned': {
    table: 'facts',
    which: startsWith('debt-turn', 'scans-alone'),
    key: ['key'],
    edits: { ...others('changed_at', 'body'), tenant: () => ANOTHER },
    swapped: ['body'],
  },
  'a change outside Airlock': {
    table: 'facts',
    which: startsWith('outside:'),
    key: ['key'],
    edits: { ...others('changed_at', 'body', 'key'), tenant: () => ANOTHER },
    planted: ({ key, body }) => ({ key: `${key}~`, body: String(body).replace(String(key), `${key}~`) }),
  },
  'what the watch saw': {
    table: 'facts',
    which: startsWith('watch:'),
    key: ['key'],
    edits: { ...others('key', 'body'), tenant: () => ANOTHER },
    swapped: ['body'],
  },
  'what is remembered of an account': {
    table: 'accounts_seen',
    which: ({ oid }) => oid !== 'census',
    key: ['oid'],
    edits: others('updated_at', 'marks_since', 'approver_since'),
    swapped: ['body', 'marks_since', 'approver_since'],
  },
  'the census': {
    table: 'accounts_seen',
    which: ({ oid }) => oid === 'census',
    key: ['oid'],
    edits: { ...others('updated_at', 'oid'), tenant: () => ANOTHER },
  },
  'the words of a message': {
    table: 'posts',
    which: isSealed('content'),
    key: ['id'],
    edits: {
      ...others('key', 'conversation', 'content'),
      ...{ 'content reworded': reworded('content'), 'content without its seal': unsealed('content') },
    },
    swapped: ['content'],
    mayBeDropped: false,
  },
  'whom a request was announced to': {
    table: 'announcements',
    which: isSealed('body'),
    key: ['request_id'],
    edits: { ...others('body'), 'body reworded': reworded('body') },
    swapped: ['body'],
    mayBeDropped: false,
  },
  'a list of devices': {
    table: 'request_devices',
    which: ({ request_id: id }, scene) => isSigned(id, scene),
    key: ['request_id', 'page'],
    edits: others('page', 'request_id', 'body'),
    planted: (_row, scene) => ({ request_id: withoutList(scene) }),
    swapped: ['body'],
  },
  'the channel for approvals': {
    table: 'settings',
    which: ({ name }) => name === 'approval-channel',
    key: ['tenant', 'name'],
    edits: { ...others('body', 'name'), tenant: () => ANOTHER },
  },
  'work that somebody asked for': {
    table: 'tasks',
    which: isSealed('payload'),
    key: ['id'],
    edits: { ...others('key', 'payload'), tenant: () => ANOTHER },
    planted: ({ key }, { random }) => ({ id: 10_000 + random.below(1_000), key: `${key}~`, completed: 0 }),
    swapped: ['payload'],
    mayBeDropped: false,
  },
};

function pick({ table, which = () => true }: Kept, scene: Scene): SqlRow | null {
  const rows = rowsOf(scene.db, table).filter((row) => which(row, scene));
  return rows.length === 0 ? null : scene.random.pick(rows);
}

const named = ({ key }: Kept, row: SqlRow): SqlRow => Object.fromEntries(key.map((name) => [name, row[name] ?? null]));

/** @returns false where there is no such row, or nothing would change */
function edit(kept: Kept, scene: Scene, values: (row: SqlRow) => SqlRow | null): boolean {
  const row = pick(kept, scene);
  const edited = row && values(row);
  if (!row || !edited || Object.entries(edited).every(([name, value]) => row[name] === value)) return false;
  update(scene.db, kept.table, named(kept, row), edited);
  return true;
}

function attacksOn(what: string, kept: Kept): readonly (readonly [string, Attack])[] {
  const { table, edits, planted, swapped = [], mayBeDropped = true } = kept;
  const swap = (scene: Scene) =>
    edit(kept, scene, () => {
      const second = pick(kept, scene);
      return second && Object.fromEntries(swapped.map((name) => [name, second[name] ?? null]));
    });
  const drop = (scene: Scene) => {
    const row = pick(kept, scene);
    if (!row) return false;
    const key = Object.entries(named(kept, row));
    scene.db
      .prepare(`delete from ${table} where ${key.map(([name]) => `${name} = ?`).join(' and ')}`)
      .run(key.map(([, value]) => value));
    return true;
  };
  const plant = (scene: Scene) => {
    const row = pick(kept, scene);
    if (!row || !planted) return false;
    insert(scene.db, table, { ...row, ...planted(row, scene) });
    return true;
  };
  return [
    ...Object.entries(edits).map(([name, value]): readonly [string, Attack] => [
      `${what}: ${name}`,
      { run: (scene) => edit(kept, scene, (row) => ({ [columnOf(name)]: value(row, scene) })) },
    ]),
    ...(swapped.length > 0 ? [[`${what}: of another row`, { run: swap }] as const] : []),
    ...(mayBeDropped ? [[`${what}: dropped`, { run: drop }] as const] : []),
    ...(planted ? [[`${what}: one more`, { run: plant }] as const] : []),
  ];
}

/** `content reworded` is about the column `content`. */
const columnOf = (name: string): string => name.split(' ')[0] ?? '';

/** Puts a table back to what it was in a backup. */
function putBack(table: string): readonly [string, Attack] {
  const run = ({ db, backups, random }: Scene) => {
    const before = random.pick(backups)[table] ?? [];
    if (before.length === 0) return false;
    replaceTable(db, table, before);
    return true;
  };
  return [`the table ${table} of a backup`, { run }];
}

/** Ways to tamper with whatever else entries tell of. */
export const KEPT_ATTACKS: Readonly<Record<string, Attack>> = Object.fromEntries([
  ...Object.entries(KEPT).flatMap(([what, kept]) => attacksOn(what, kept)),
  ...['request_items', 'request_terms'].map(putBack),
]);
