import { ACCOUNT_ATTACKS } from './account-attacks.ts';
import { type Attack, ENTRY_ATTACKS } from './entry-attacks.ts';
import { FACT_ATTACKS } from './fact-attacks.ts';
import { LEASE_ATTACKS } from './lease-attacks.ts';
import { ROW_ATTACKS } from './row-attacks.ts';
import { AUDITED, insert, replaceTable, rowsOf, type Scene, type SqlRow, update } from './sql.ts';

/** Files a task for a request that is in one of these states, or for none. */
function forgeTask(kind: string, states: readonly string[] | null): Attack {
  return {
    run({ db, random }) {
      const rows = rowsOf(db, 'requests').filter(({ state }) => states?.includes(String(state)) ?? true);
      if (rows.length === 0) return false;
      const request = random.pick(rows);
      const id = states === null ? null : (request.id ?? null);
      const key = `${id}:${kind}${random.pick(['', ':1', ':99', ':forged'])}`;
      if (rowsOf(db, 'tasks').some((task) => task.key === key)) return false;
      insert(db, 'tasks', { ...TASK, key, kind, tenant: request.tenant ?? '', request_id: id });
      return true;
    },
  };
}

const TASK: SqlRow = {
  payload: 'null',
  correlation: 'forged',
  due_at: 0,
  attempts: 0,
  lease: null,
  lease_until: 0,
  completed: 0,
};

const ENDED = ['applied', 'rejected', 'withdrawn', 'expired', 'stale', 'failed'];

/** Files a second apply, with the key that releases gave it which did not sign. */
function forgeBeside({ db, random }: Scene): boolean {
  const own = rowsOf(db, 'tasks').filter(({ kind, key }) => kind === 'apply' && /:apply:\d+$/.test(String(key)));
  const beside = own.map((row): SqlRow => ({ ...row, key: `${row.request_id}:apply` }));
  const free = beside.filter(({ key }) => !rowsOf(db, 'tasks').some((row) => row.key === key));
  if (free.length === 0) return false;
  const { id, ...forged } = random.pick(free);
  insert(db, 'tasks', { ...forged, due_at: 0, completed: random.below(2) });
  return true;
}

/** Kinds of tasks that end with a step: what only looks or tells once more does no harm. */
const ENDING = ['apply', 'items', 'reconcile', 'verify'];

/** Lets the last task of a change that was written be done once more. */
function reopen({ db, random }: Scene): boolean {
  const done = rowsOf(db, 'requests').filter(({ state }) => state === 'applied' || state === 'failed');
  const last = done.flatMap(({ id }) => {
    const own = rowsOf(db, 'tasks').filter(
      ({ request_id, kind, completed }) => request_id === id && completed === 1 && ENDING.includes(String(kind)),
    );
    return own.slice(-1);
  });
  if (last.length === 0) return false;
  update(db, 'tasks', { id: random.pick(last).id ?? 0 }, { completed: 0, due_at: 0 });
  return true;
}

/** Sets the times of a task that a request waits for. @param times for a moment years ahead */
function postponing(times: (at: number) => SqlRow): Attack {
  return {
    run({ db, random }) {
      const open = rowsOf(db, 'tasks').filter(({ completed, kind }) => completed === 0 && WORK.includes(String(kind)));
      if (open.length === 0) return false;
      update(db, 'tasks', { id: random.pick(open).id ?? 0 }, times(Date.UTC(2036, 0, 1)));
      return true;
    },
  };
}

const WORK = ['apply', 'reconcile', 'verify'];

/** What somebody still waits for: an open task of a request that is not done. */
function removeAwaited({ db, random }: Scene): boolean {
  const states = new Map(rowsOf(db, 'requests').map(({ id, state }) => [id, String(state)]));
  const waiting = { apply: ['applying'], reconcile: ['unknown'], verify: ['applying'] };
  const tasks = rowsOf(db, 'tasks').filter(
    ({ kind, completed, request_id }) =>
      completed === 0 &&
      Object.entries(waiting).some(([name, of]) => name === kind && of.includes(states.get(request_id ?? '') ?? '')),
  );
  if (tasks.length === 0) return false;
  const { id = 0 } = random.pick(tasks);
  if (random.chance(0.5)) db.prepare('delete from tasks where id = ?').run([id]);
  else update(db, 'tasks', { id }, { completed: 1 });
  return true;
}

function onLock(change: (scene: Scene, lock: SqlRow) => void): Attack {
  return {
    run(scene) {
      const locks = rowsOf(scene.db, 'object_locks');
      if (locks.length === 0) return false;
      change(scene, scene.random.pick(locks));
      return true;
    },
  };
}

const key = ({ tenant = '', object = '' }: SqlRow): SqlRow => ({ tenant, object });

const WORK_ATTACKS: Readonly<Record<string, Attack>> = {
  'file an apply for what is pending': forgeTask('apply', ['pending', 'draft']),
  'file an apply with another key': forgeTask('apply', [...ENDED, 'unknown']),
  'file an apply beside the one of a signed approval': { run: forgeBeside },
  'open a task anew that is done': { run: reopen },
  'put a task off for years': postponing((at) => ({ due_at: at, lease_until: 0 })),
  'lease a task for years': postponing((at) => ({ due_at: 0, lease: 'nobody', lease_until: at })),
  'file a reconcile': forgeTask('reconcile', ['pending', 'approved', 'draft', 'rejected']),
  'file a verify': forgeTask('verify', ['pending', 'draft', 'rejected']),
  'file an apply for no request': forgeTask('apply', null),
  'remove a task that is waited for': { run: removeAwaited },
  'remove a lock': onLock(({ db }, lock) =>
    db.prepare('delete from object_locks where object = ?').run([lock.object ?? '']),
  ),
  'lock another object': onLock(({ db, random }, lock) =>
    update(db, 'object_locks', key(lock), { object: `free:${random.hex(4)}` }),
  ),
  'give a lock to another request': onLock(({ db, random }, lock) =>
    update(db, 'object_locks', key(lock), { request_id: `${random.hex(8)}-0000-4000-8000-${random.hex(12)}` }),
  ),
  'lower the counter': {
    run({ db, random }) {
      db.prepare('update counters set last_number = last_number - ?').run([1 + random.below(3)]);
      return true;
    },
  },
  'raise the counter': {
    run({ db, random }) {
      db.prepare('update counters set last_number = last_number + ?').run([1 + random.below(3)]);
      return true;
    },
  },
  'count for another tenant': {
    run({ db }) {
      insert(db, 'counters', { tenant: '99999999-1111-4111-8111-111111111111', last_number: 0 });
      return true;
    },
  },
  'send requests for approval elsewhere': {
    run({ db }) {
      const body = JSON.stringify({ conversation: '19:elsewhere@thread.tacv2', label: 'Approvals', v: 3 });
      db.prepare("delete from settings where name = 'approval-channel'").run([]);
      insert(db, 'settings', { tenant: rowsOf(db, 'audit')[0]?.tenant ?? '', name: 'approval-channel', body });
      return true;
    },
  },
  'restore a backup': { witness: true, run: (scene) => restore(scene, AUDITED) },
  'restore the record of a backup': { run: (scene) => restore(scene, ['audit']) },
  'restore all but the record of a backup': {
    run: (scene) => restore(scene, ['requests', 'tasks', 'object_locks', 'counters']),
  },
};

function restore({ db, backups, random }: Scene, tables: readonly string[]): boolean {
  const backup = random.pick(backups);
  for (const table of tables) replaceTable(db, table, backup[table] ?? []);
  return true;
}

/** Every way to tamper that is known. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  ...ENTRY_ATTACKS,
  ...ROW_ATTACKS,
  ...WORK_ATTACKS,
  ...FACT_ATTACKS,
  ...ACCOUNT_ATTACKS,
  ...LEASE_ATTACKS,
};
