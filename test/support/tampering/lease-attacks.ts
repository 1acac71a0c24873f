import type { Attack } from './entry-attacks.ts';
import { insert, rowsOf, update } from './sql.ts';

const FAR = Date.UTC(2090, 0, 1);

/** Holds a lease that nobody gives back. */
function hold(name: string): Attack {
  return {
    run({ db }) {
      if (rowsOf(db, 'leases').some((lease) => lease.name === name)) return false;
      insert(db, 'leases', { name, owner: 'nobody', until: FAR });
      return true;
    },
  };
}

/** Files the checkpoint of a day for years ahead, in place of the one that is due. */
const postponeCheckpoint: Attack = {
  run({ db, random }) {
    const model = rowsOf(db, 'tasks')[0];
    if (!model) return false;
    const { id, request_id, ...row } = model;
    const key = `checkpoint:2026-12-${10 + random.below(20)}`;
    insert(db, 'tasks', { ...row, key, kind: 'checkpoint', completed: 0, due_at: FAR, lease_until: 0 });
    return true;
  },
};

/** Claims a task that is done or waits, for years. */
const claimForYears: Attack = {
  run({ db, random }) {
    const tasks = rowsOf(db, 'tasks');
    if (tasks.length === 0) return false;
    update(db, 'tasks', { id: random.pick(tasks).id ?? 0 }, { lease_until: FAR });
    return true;
  },
};

/** Says that everybody was looked at long after now, so that nobody misses a look. */
const lookAhead: Attack = {
  run({ db }) {
    const { changes } = db.prepare(`update accounts_seen set updated_at = ? where oid = 'census'`).run([FAR]);
    return changes > 0;
  },
};

/** Ways to keep the service from doing what it does by itself. */
export const LEASE_ATTACKS: Readonly<Record<string, Attack>> = {
  'hold the lease on writing for years': hold('writer:11111111-1111-4111-8111-111111111111'),
  'hold the lease on the census for years': hold('census:11111111-1111-4111-8111-111111111111'),
  'hold the lease on checkpoints for years': hold('overdue-checkpoint'),
  'put a checkpoint off for years': postponeCheckpoint,
  'claim any task for years': claimForYears,
  'say that the census is of years ahead': lookAhead,
};
