import { newRecordKey, recordKeys } from '../../../src/store/record/record-keys.ts';
import {
  bodyOf,
  dataOf,
  insert,
  type Rehash,
  rehash,
  replaceTable,
  rowsOf,
  type Scene,
  type SqlRow,
  update,
} from './sql.ts';

/** One way to tamper. */
export interface Attack {
  /** Only what was noted elsewhere can show it. */
  readonly witness?: true;
  /** @returns false where there is nothing to do */
  run(scene: Scene): boolean;
}

/** The key of somebody who has no business to sign. */
const FOREIGN = recordKeys(newRecordKey().privatePem);

/** Edits one field of one entry. @returns the number of the entry */
function editEntry({ db, random }: Scene): number {
  const entry = random.pick(rowsOf(db, 'audit'));
  const edits: readonly SqlRow[] = [
    { actor: `${random.hex(8)}-0000-4000-8000-000000000001` },
    { at: Number(entry.at) - 86_400_000 },
    { event: random.pick(['request.approve', 'request.reject', 'request.wait', 'service.start']) },
    { request_id: `${random.hex(8)}-0000-4000-8000-${random.hex(12)}` },
    { tenant: '99999999-1111-4111-8111-111111111111' },
    { data: JSON.stringify(editedData(entry, random)) },
  ];
  update(db, 'audit', { seq: entry.seq ?? 0 }, random.pick(edits));
  return Number(entry.seq);
}

function editedData(entry: SqlRow, random: Scene['random']) {
  const data = dataOf(entry);
  const name = random.pick(Object.keys(data));
  const value = data[name];
  if (typeof value === 'number') return { ...data, [name]: value + 1 };
  if (typeof value === 'string') return { ...data, [name]: `${value.slice(1)}x` };
  return { ...data, [name]: 'other' };
}

function again(scene: Scene, from: number, sign?: Rehash['sign']): true {
  rehash(scene.db, { from, ...(sign && { sign }) });
  return true;
}

function drop({ db, random }: Scene, count: number): number {
  const last = rowsOf(db, 'audit').length;
  const from = 1 + random.below(last - count);
  db.prepare('delete from audit where seq >= ? and seq < ?').run([from, from + count]);
  return from;
}

/** Cuts entries off the end. `steps`: at least one of them is about a request. */
function cut({ db, random }: Scene, steps: boolean): boolean {
  const entries = rowsOf(db, 'audit');
  const lastStep = entries.findLastIndex(({ request_id }) => request_id !== null);
  const most = steps ? lastStep : entries.length - 1;
  const keep = steps ? random.below(most) + 1 : lastStep + 1 + random.below(Math.max(1, most - lastStep));
  if (keep >= entries.length) return false;
  db.prepare('delete from audit where seq > ?').run([keep]);
  return true;
}

function swap({ db, random }: Scene, fields: readonly string[]): number {
  const entries = rowsOf(db, 'audit');
  const one = random.below(entries.length - 1);
  const other = one + 1 + random.below(Math.min(5, entries.length - one - 1));
  const [a, b] = [entries[one], entries[other]];
  if (!a || !b) return 0;
  const take = (row: SqlRow) => Object.fromEntries(fields.map((name) => [name, row[name] ?? null]));
  update(db, 'audit', { seq: Number(a.seq) }, { seq: -1 });
  update(db, 'audit', { seq: Number(b.seq) }, { ...take(a), seq: -2 });
  update(db, 'audit', { seq: -1 }, { ...take(b), seq: Number(a.seq) });
  update(db, 'audit', { seq: -2 }, { seq: Number(b.seq) });
  return Number(a.seq);
}

const CONTENT = ['previous', 'hash', 'tenant', 'at', 'event', 'actor', 'request_id', 'data', 'key_id', 'signature'];

/** Adds an entry that nobody wrote: an approval by somebody else, of a request that waits for one. */
function forgeStep({ db, random }: Scene): number {
  const entries = rowsOf(db, 'audit');
  const last = entries.at(-1);
  const model = random.pick(entries.filter(({ request_id }) => request_id !== null));
  if (!last) return 0;
  const data = { ...dataOf(model), from: 'pending', to: 'approved', approvals: 2 };
  const forged = { ...model, seq: Number(last.seq) + 1, previous: last.hash ?? '', event: 'request.approve' };
  insert(db, 'audit', { ...forged, actor: `${random.hex(8)}-0000-4000-8000-000000000001`, data: JSON.stringify(data) });
  return Number(last.seq) + 1;
}

const done = (from: number): boolean => from > 0;

/** Takes out all that only a release tells that signs, and hashes the rest. */
function writeAsBefore(scene: Scene): true {
  const { db } = scene;
  db.prepare("delete from audit where event not like 'request.%'").run([]);
  for (const row of rowsOf(db, 'audit')) {
    const { stored, before, ...data } = dataOf(row);
    update(db, 'audit', { seq: row.seq ?? 0 }, { data: JSON.stringify(data) });
  }
  return again(scene, 0);
}

const ANOTHER = '99999999-1111-4111-8111-111111111111';

/** Leaves one draft, unsigned, of another tenant: a record that fits in itself. */
function writeOfAnother({ db }: Scene): boolean {
  const row = rowsOf(db, 'requests').find(({ state, rev }) => state === 'draft' && rev === 1);
  const drafted = rowsOf(db, 'audit').find(({ request_id }) => row && request_id === row.id);
  if (!row || !drafted) return false;
  const { stored, before, rev, number, ...data } = dataOf(drafted);
  const tenant = { tenant: ANOTHER };
  for (const table of ['tasks', 'object_locks']) replaceTable(db, table, []);
  const body = JSON.stringify({ ...bodyOf(row), number: 1, tenantId: ANOTHER });
  replaceTable(db, 'requests', [{ ...row, ...tenant, number: 1, body }]);
  replaceTable(db, 'counters', [{ ...tenant, last_number: 1 }]);
  replaceTable(db, 'audit', [{ ...drafted, ...tenant, seq: 1, data: JSON.stringify(data) }]);
  rehash(db, { from: 0 });
  return true;
}

export const ENTRY_ATTACKS: Readonly<Record<string, Attack>> = {
  'edit an entry': { run: (scene) => done(editEntry(scene)) },
  'edit an entry and hash it anew': { run: (scene) => again(scene, editEntry(scene)) },
  'edit an entry and sign the rest with another key': { run: (scene) => again(scene, editEntry(scene), FOREIGN) },
  'drop an entry': { run: (scene) => done(drop(scene, 1)) },
  'drop some entries': { run: (scene) => done(drop(scene, 3)) },
  'drop an entry and renumber': { run: (scene) => again(scene, drop(scene, 1)) },
  'drop an entry, renumber and sign with another key': { run: (scene) => again(scene, drop(scene, 1), FOREIGN) },
  'cut the end': { run: (scene) => cut(scene, true) },
  'cut what the service says of itself': { witness: true, run: (scene) => cut(scene, false) },
  'swap two entries': { run: (scene) => done(swap(scene, CONTENT)) },
  'swap what two entries say': { run: (scene) => done(swap(scene, ['data', 'actor'])) },
  'swap two entries and hash anew': { run: (scene) => again(scene, swap(scene, CONTENT)) },
  'write the record anew, unsigned': { run: (scene) => again(scene, 0) },
  'write the record anew as an older release would': { witness: true, run: writeAsBefore },
  'write the record anew with another key': { run: (scene) => again(scene, 0, FOREIGN) },
  "put another tenant's record in its place": { witness: true, run: writeOfAnother },
  'say something twice in an entry, first otherwise': {
    run({ db, random }) {
      const { seq = 0, data } = random.pick(rowsOf(db, 'audit').filter((row) => Object.keys(dataOf(row)).length > 0));
      const [name = ''] = Object.keys(JSON.parse(String(data)));
      update(db, 'audit', { seq }, { data: String(data).replace('{', `{${JSON.stringify(name)}:"other",`) });
      return true;
    },
  },
  'write a signature in other letters': {
    run({ db, random }) {
      const { seq = 0, signature } = random.pick(rowsOf(db, 'audit').filter((row) => row.signature !== null));
      const text = String(signature);
      const others = [` ${text}`, text.replace(/=+$/u, ''), `${text} approved by another, see CHG-1`];
      update(db, 'audit', { seq }, { signature: random.pick(others) });
      return true;
    },
  },
  'say the time of an entry in other digits': {
    run({ db, random }) {
      const { seq = 0, at } = random.pick(rowsOf(db, 'audit'));
      update(db, 'audit', { seq }, { at: `0x${Number(at).toString(16)}` });
      return true;
    },
  },
  'write what an entry says in other letters': {
    run({ db, random }) {
      const { seq = 0, data } = random.pick(rowsOf(db, 'audit').filter((row) => Object.keys(dataOf(row)).length > 0));
      const name = Object.keys(JSON.parse(String(data)))[0] ?? '';
      const other = `\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}`;
      update(db, 'audit', { seq }, { data: String(data).replace(name, other) });
      return true;
    },
  },
  'add an entry before the first': {
    run({ db, random }) {
      insert(db, 'audit', { ...random.pick(rowsOf(db, 'audit')), seq: -1 - random.below(9) });
      return true;
    },
  },
  'empty the record': {
    run({ db }) {
      db.prepare('delete from audit').run([]);
      return true;
    },
  },
  'forge an entry': { run: (scene) => done(forgeStep(scene)) },
  'forge an entry and hash it': { run: (scene) => again(scene, forgeStep(scene)) },
  'forge an entry and sign it with another key': { run: (scene) => again(scene, forgeStep(scene), FOREIGN) },
  'repeat a signed entry at the end': {
    run({ db, random }) {
      const entries = rowsOf(db, 'audit');
      insert(db, 'audit', { ...random.pick(entries), seq: entries.length + 1, previous: entries.at(-1)?.hash ?? '' });
      return true;
    },
  },
};
