import { createHash } from 'node:crypto';
import { canonical, type Json } from '../../../src/shared/json.ts';
import type { Attack } from './entry-attacks.ts';
import { bodyOf, insert, replaceTable, rowsOf, type Scene, type SqlRow, update } from './sql.ts';

type Body = { [key: string]: Json };

/** Writes a body, and the columns that are made of it. */
function store(db: Scene['db'], row: SqlRow, body: Body): boolean {
  const columns = { rev: Number(body.rev), state: String(body.state), deadline: body.deadline as number | null };
  const requester = (body.requester as { oid: string }).oid;
  update(db, 'requests', { id: row.id ?? '' }, { ...columns, requester, body: JSON.stringify(body) });
  return true;
}

/** Edits a request, whole or only what stands in its body. */
function edit(pick: (body: Body, row: SqlRow) => boolean, change: (body: Body, scene: Scene) => Body): Attack {
  return {
    run(scene) {
      const rows = rowsOf(scene.db, 'requests').filter((row) => pick(bodyOf(row), row));
      if (rows.length === 0) return false;
      const row = scene.random.pick(rows);
      return store(scene.db, row, change(bodyOf(row), scene));
    },
  };
}

const PERSON = { oid: 'bbbbbbbb-0000-4000-8000-00000000000b', name: 'Nobody' };

const isOpen = ({ state }: Body): boolean => state === 'pending' || state === 'approved';
const isSubmitted = ({ digest }: Body): boolean => digest !== null;

/** An approval that never was, as in the first attack that was shown. */
function approved(body: Body): Body {
  const approvals = [...(body.approvals as Json[]), { by: PERSON, at: Number(body.submittedAt) + 1 }];
  return { ...body, state: 'approved', approvals, rev: Number(body.rev) + 1, deadline: Number(body.deadline) + 1 };
}

/** Another change with a digest that fits it. */
function swapped(body: Body): Body {
  const change = { kind: 'advanced-feature', feature: 'automated-investigation', to: 'off' };
  const base = {
    objects: { feature: 'automated-investigation', state: 'on', forged: true },
    preview: null,
    shown: null,
  };
  const { tenantId = '', policyVersion = '', id = '', requester, reason = '' } = body;
  const { shown: _nothing, ...bound } = base;
  const oid = (requester as { oid: string }).oid;
  const whole = { v: 2, tenantId, policyVersion, change, base: bound, requestId: id, requester: oid, reason };
  const digest = createHash('sha256').update(canonical(whole)).digest('hex');
  return { ...body, change, base, digest };
}

/** Sets one column to something else, and leaves the body. */
function column(name: string, other: (row: SqlRow, scene: Scene) => string | number | null): Attack {
  return {
    run(scene) {
      const row = scene.random.pick(rowsOf(scene.db, 'requests'));
      update(scene.db, 'requests', { id: row.id ?? '' }, { [name]: other(row, scene) });
      return true;
    },
  };
}

/** Puts one row back to what it was in a backup. */
function putBack({ db, backups, random }: Scene): boolean {
  const now = new Map(rowsOf(db, 'requests').map((row) => [row.id, row]));
  const old = random
    .pick(backups)
    .requests?.filter((row) => now.has(row.id ?? '') && now.get(row.id ?? '')?.rev !== row.rev);
  if (!old || old.length === 0) return false;
  const { id = '', ...columns } = random.pick(old);
  update(db, 'requests', { id }, columns);
  return true;
}

function forgeRow({ db, random }: Scene): boolean {
  const model = random.pick(rowsOf(db, 'requests'));
  const id = `${random.hex(8)}-0000-4000-8000-${random.hex(12)}`;
  const number = 1 + Math.max(...rowsOf(db, 'counters').map(({ last_number }) => Number(last_number)));
  insert(db, 'requests', { ...model, id, number, body: JSON.stringify({ ...bodyOf(model), id, number }) });
  db.prepare('update counters set last_number = ?').run([number]);
  return true;
}

function swapBodies({ db, random }: Scene): boolean {
  const [one, other] = [random.pick(rowsOf(db, 'requests')), random.pick(rowsOf(db, 'requests'))];
  if (one.id === other.id) return false;
  update(db, 'requests', { id: one.id ?? '' }, { body: other.body ?? '' });
  update(db, 'requests', { id: other.id ?? '' }, { body: one.body ?? '' });
  return true;
}

export const ROW_ATTACKS: Readonly<Record<string, Attack>> = {
  'forge an approval': edit((body) => body.state === 'pending', approved),
  'swap the change and its digest': edit(isSubmitted, swapped),
  'swap the change of a draft': edit(
    ({ state }) => state === 'draft',
    (body) => ({ ...swapped(body), digest: null }),
  ),
  'swap the requester': edit(
    () => true,
    (body) => ({ ...body, requester: PERSON }),
  ),
  'swap the reason': edit(isSubmitted, (body) => ({ ...body, reason: 'because' })),
  'give it more time': edit(isOpen, (body) => ({ ...body, deadline: Number(body.deadline) + 86_400_000 })),
  'count an approval twice': edit(
    ({ approvals }) => (approvals as Json[]).length > 0,
    (body) => ({ ...body, approvals: [...(body.approvals as Json[]), ...(body.approvals as Json[])] }),
  ),
  'put another approver in': edit(
    ({ approvals }) => (approvals as Json[]).length > 0,
    (body) => ({ ...body, approvals: (body.approvals as { at: number }[]).map(({ at }) => ({ by: PERSON, at })) }),
  ),
  'tell another outcome': edit(
    ({ outcome }) => outcome !== null,
    (body) => ({ ...body, outcome: { ...(body.outcome as Body), note: 'All is well.' } }),
  ),
  'write what nobody can read': edit(
    () => true,
    (body) => ({ ...body, change: null }),
  ),
  'remove a row': {
    run({ db, random }) {
      const { id = '' } = random.pick(rowsOf(db, 'requests'));
      db.prepare('delete from requests where id = ?').run([id]);
      return true;
    },
  },
  'put a row back': { run: putBack },
  'forge a row': { run: forgeRow },
  'swap two bodies': { run: swapBodies },
  'column open': column('open', ({ open }) => 1 - Number(open)),
  'column state': column('state', ({ state }) => (state === 'applied' ? 'failed' : 'applied')),
  'column number': column('number', ({ number }, { random }) => Number(number) + 1_000 + random.below(1_000)),
  'column requester': column('requester', () => PERSON.oid),
  'column rev': column('rev', ({ rev }) => Number(rev) + 1),
  'column tenant': column('tenant', () => '99999999-1111-4111-8111-111111111111'),
  'column deadline': column('deadline', ({ deadline }) => Number(deadline ?? 0) + 1),
  'all rows of a backup': {
    run({ db, backups, random }) {
      replaceTable(db, 'requests', random.pick(backups).requests ?? []);
      return true;
    },
  },
};
