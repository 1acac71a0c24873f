import type { Attack } from './entry-attacks.ts';
import { bodyOf, insert, replaceTable, rowsOf, type Scene, type SqlRow, update } from './sql.ts';

const TABLE = 'accounts_seen';
const CENSUS = 'census';
const UNREADABLE = '{';

function pick({ db, random }: Scene): SqlRow {
  return random.pick(rowsOf(db, TABLE).filter(({ oid, body }) => oid !== CENSUS && body !== UNREADABLE));
}

/** Edits what is remembered of one account. */
function edit(change: (body: ReturnType<typeof bodyOf>, row: SqlRow) => SqlRow): Attack {
  return {
    run(scene) {
      const row = pick(scene);
      update(scene.db, TABLE, { oid: row.oid ?? '' }, change(bodyOf(row), row));
      return true;
    },
  };
}

function drop({ db }: Scene, oid: SqlRow[string] | undefined): boolean {
  db.prepare(`delete from ${TABLE} where oid = ?`).run([oid ?? '']);
  return true;
}

/** Ways to make Airlock forget, or believe something else, of what accounts carried. */
export const ACCOUNT_ATTACKS: Readonly<Record<string, Attack>> = {
  'empty the marks of an account': edit((body) => ({
    body: JSON.stringify({ ...body, carried: { ...Object(body.carried), employeeId: null }, former: [] }),
  })),
  'forget what an account carried before': edit((body) => ({
    marks_since: null,
    body: JSON.stringify({ ...body, former: [], marksSince: null, forged: true }),
  })),
  'date an approver back': edit((body) => ({ body: JSON.stringify({ ...body, approverSince: 1 }), approver_since: 1 })),
  'date an approver back in a column': edit((_body, { approver_since: at }) => ({
    approver_since: at === null ? 1 : null,
  })),
  'make what is remembered of an account unreadable': edit(() => ({ body: UNREADABLE })),
  'remember an account of another tenant': edit(() => ({ tenant: '99999999-1111-4111-8111-111111111111' })),
  'forget an account': { run: (scene) => drop(scene, pick(scene).oid) },
  'forget the census': { run: (scene) => drop(scene, CENSUS) },
  'forget all accounts': {
    run({ db }) {
      replaceTable(db, TABLE, []);
      return true;
    },
  },
  'remember an account that was never seen': {
    run(scene) {
      const model = pick(scene);
      const oid = `${scene.random.hex(8)}-0000-4000-8000-000000000001`;
      insert(scene.db, TABLE, { ...model, oid, body: JSON.stringify({ ...bodyOf(model), oid }) });
      return true;
    },
  },
  'remember an account as another': {
    run(scene) {
      const [one, other] = [pick(scene), pick(scene)];
      if (one.oid === other.oid) return false;
      update(scene.db, TABLE, { oid: one.oid ?? '' }, { body: other.body ?? '' });
      return true;
    },
  },
  'put back what was remembered of accounts': {
    run({ db, backups, random }) {
      const old = random.pick(backups)[TABLE] ?? [];
      const bodies = (rows: readonly SqlRow[]) => JSON.stringify(rows.map(({ oid, body }) => [oid, body]));
      if (bodies(old) === bodies(rowsOf(db, TABLE))) return false;
      replaceTable(db, TABLE, old);
      return true;
    },
  },
};
