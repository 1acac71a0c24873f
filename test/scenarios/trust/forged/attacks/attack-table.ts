import assert from 'node:assert/strict';
import { type AnyOwner, type AnyRow, insertOf, text } from '../../../../support/databases/any-owner.ts';
import type { TagRoom } from '../../../supported/tag-room.ts';

/**
 * How far the request is that is attacked: it waits for approval, it was approved and Defender cannot be read, one of
 * two devices was ordered and Defender asks to wait with the other, or all was done.
 */
export type Stage = 'pending' | 'approved' | 'begun' | 'applied';

export interface RecordAttack {
  readonly at: Stage;
  /** Whether Bob presses what his card offers afterwards: no approval by him may be signed. */
  readonly pressed?: true;
  run(owner: AnyOwner, room: TagRoom): Promise<void>;
}

const isStep = ({ event, request_id: id }: AnyRow) => id !== null && String(event).startsWith('request.');

/** An approval by Bob that never happened: in the row. @returns the hash of the row */
function approveInRow(owner: AnyOwner, room: TagRoom): Promise<string> {
  const { id: oid, name } = room.company.person('bob');
  const at = room.company.clock.now();
  return owner.edit((body) => ({
    state: 'approved',
    rev: Number(body.rev) + 1,
    approvals: [{ by: { oid, name }, at }],
    deadline: at + 3_600_000,
  }));
}

/** The entry that would tell of it. */
async function approvalEntry(owner: AnyOwner, room: TagRoom, stored: string): Promise<AnyRow> {
  const entries = await owner.entries();
  const { id } = await owner.request();
  const submit = entries.find(({ event, request_id: of }) => event === 'request.submit' && of === id);
  assert(submit);
  const told = JSON.parse(String(submit.data));
  const step = { from: 'pending', to: 'approved', rev: told.rev + 1, quorum: 1, approvals: 1 };
  const data = JSON.stringify({ ...told, ...step, before: told.stored, stored });
  return { ...submit, event: 'request.approve', actor: room.company.person('bob').id, data };
}

/** The devices of the request become others; its digest, the hash of its row and all entries are made anew. */
async function swapDevices(owner: AnyOwner, room: TagRoom, chain: 'kept' | 'made anew'): Promise<void> {
  const other = room.machine('LAP-HR-0007');
  const { id, body } = await owner.request();
  const before = JSON.parse(body);
  const devices = before.change.devices.map((device: { id: string }) => ({ ...device, id: other.id }));
  const hash = await owner.edit(({ change }) => ({ change: { ...Object(change), devices } }));
  const { digest } = JSON.parse((await owner.request()).body);
  const entries = await owner.entries();
  const last = entries.findLast((entry) => isStep(entry) && entry.request_id === id);
  const told = entries.map((entry): AnyRow => {
    const data = String(entry.data).replaceAll(before.digest, digest);
    return entry === last
      ? { ...entry, data: JSON.stringify({ ...JSON.parse(data), stored: hash }) }
      : { ...entry, data };
  });
  if (chain === 'made anew') return owner.rewrite(told);
  const own = told.filter(({ request_id: of }) => of === id);
  await owner.run(
    own.map(({ data = '', seq = 0 }) => `update audit set data = ${text(data)} where seq = ${seq}`).join('; '),
  );
}

async function swapTwo(owner: AnyOwner): Promise<void> {
  const { id } = await owner.request();
  const [one, other] = (await owner.entries()).filter((entry) => isStep(entry) && entry.request_id === id).slice(-2);
  assert(one && other);
  await owner.run(
    [
      `delete from audit where seq in (${one.seq}, ${other.seq})`,
      insertOf('audit', { ...one, seq: other.seq ?? null }),
      insertOf('audit', { ...other, seq: one.seq ?? null }),
    ].join('; '),
  );
}

const isApproval = ({ event }: AnyRow) => event === 'request.approve';

/** Puts the row back to what it was once it was approved, with the work to apply it. */
async function putBack(owner: AnyOwner, room: TagRoom): Promise<void> {
  await owner.edit(() => ({
    ...{ state: 'approved', outcome: null, startedAt: null, waiting: null },
    deadline: room.company.clock.now() + 3_600_000,
  }));
  await owner.run("update tasks set completed = 0, due_at = 0, lease = null, lease_until = 0 where kind = 'apply'");
}

/** An item that was ordered is to be ordered again. */
async function waitAgain(owner: AnyOwner, gone: string): Promise<void> {
  await owner.run(`delete from audit where ${gone}`);
  await owner.run("update request_items set state = 'waiting'");
  await owner.run("update tasks set completed = 0, due_at = 0, lease = null, lease_until = 0 where kind = 'items'");
}

/** The last entry of its items tells what the one before told, and they are as they were then. */
async function tellFormer(owner: AnyOwner, chain: 'kept' | 'made anew'): Promise<void> {
  const entries = await owner.entries();
  const told = entries.filter(({ data }) => String(data).includes('"itemsStored"'));
  const [before, last] = told.slice(-2);
  assert(before && last);
  const { itemsStored } = JSON.parse(String(before.data));
  const data = JSON.stringify({ ...JSON.parse(String(last.data)), itemsStored });
  if (chain === 'kept') await owner.run(`update audit set data = ${text(data)} where seq = ${last.seq}`);
  else await owner.rewrite(entries.map((entry) => (entry === last ? { ...entry, data } : entry)));
  await waitAgain(owner, 'false');
}

/** Every way to attack the record, or what is stored beside it, that both databases allow their owner. */
export const RECORD_ATTACKS: Readonly<Record<string, RecordAttack>> = {
  'work to apply what nobody approved': { at: 'pending', run: (owner) => owner.file('apply') },
  'work on items of what nobody approved': { at: 'pending', run: (owner) => owner.file('items') },
  'an approval in the row': {
    at: 'pending',
    async run(owner, room) {
      await approveInRow(owner, room);
      await owner.file('apply');
    },
  },
  'an approval in the row and at the end of the record, unsigned': {
    at: 'pending',
    async run(owner, room) {
      const entry = await approvalEntry(owner, room, await approveInRow(owner, room));
      const last = (await owner.entries()).at(-1);
      const end = { seq: Number(last?.seq) + 1, previous: last?.hash ?? null, key_id: null, signature: null };
      await owner.run(insertOf('audit', { ...entry, ...end, hash: 'f'.repeat(64) }));
      await owner.file('apply');
    },
  },
  'an approval in the row and inserted into the record, with every hash made anew by another key': {
    at: 'pending',
    async run(owner, room) {
      const entry = await approvalEntry(owner, room, await approveInRow(owner, room));
      const entries = await owner.entries();
      const after = entries.findIndex(({ event }) => event === 'request.submit') + 1;
      await owner.rewrite([...entries.slice(0, after), entry, ...entries.slice(after)]);
      await owner.file('apply');
    },
  },
  'an entry of no request that is inserted into the record, and the rest numbered anew': {
    at: 'approved',
    async run(owner) {
      const entries = await owner.entries();
      const about = entries.findIndex(isApproval);
      const strange = { ...entries[about], event: 'service.start', request_id: null, actor: 'service', data: '{}' };
      await owner.run(`update audit set seq = seq + 1000000 where seq > ${about}`);
      await owner.run(`update audit set seq = seq - 999999 where seq > 1000000`);
      await owner.run(insertOf('audit', { ...strange, seq: about + 1 }));
    },
  },
  'the devices of what waits for approval, and the digest and the hash of its entries': {
    at: 'pending',
    pressed: true,
    run: (owner, room) => swapDevices(owner, room, 'kept'),
  },
  'the devices of what waits for approval, and every hash made anew by another key': {
    at: 'pending',
    pressed: true,
    run: (owner, room) => swapDevices(owner, room, 'made anew'),
  },
  'the devices of what was approved, and the digest and the hash of its entries': {
    at: 'approved',
    run: (owner, room) => swapDevices(owner, room, 'kept'),
  },
  'the devices of what was approved, and every hash made anew by another key': {
    at: 'approved',
    run: (owner, room) => swapDevices(owner, room, 'made anew'),
  },
  'the devices of what is being written, and the digest and the hash of its entries': {
    at: 'begun',
    run: (owner, room) => swapDevices(owner, room, 'kept'),
  },
  'the devices of what is being written, and every hash made anew by another key': {
    at: 'begun',
    run: (owner, room) => swapDevices(owner, room, 'made anew'),
  },
  'the entry of its approval is removed': {
    at: 'begun',
    run: (owner) => owner.run("delete from audit where event = 'request.approve'"),
  },
  'the entry of its approval is removed, and every hash made anew by another key': {
    at: 'begun',
    run: async (owner) => owner.rewrite((await owner.entries()).filter((entry) => !isApproval(entry))),
  },
  'two of its entries are swapped': { at: 'approved', run: swapTwo },
  'the end of the record is cut': {
    at: 'begun',
    async run(owner) {
      const [{ seq = 0 } = {}] = (await owner.entries()).filter(isApproval);
      await owner.run(`delete from audit where seq >= ${seq}`);
    },
  },
  'the record is emptied': { at: 'approved', run: (owner) => owner.run('delete from audit') },
  'its row is put back to approved once it was applied': { at: 'applied', run: putBack },
  'its items are said to wait again once they were written': {
    at: 'applied',
    async run(owner) {
      await owner.edit(() => ({ state: 'applying', outcome: null, waiting: null }));
      await owner.run("update request_items set state = 'waiting'");
      await owner.run("update tasks set completed = 0, due_at = 0, lease = null, lease_until = 0 where kind = 'items'");
    },
  },
  'the entries of its items are removed, and its items are said to wait': {
    at: 'begun',
    run: (owner) => waitAgain(owner, "event = 'items.moved'"),
  },
  'the last entry of its items is removed, and its items are said to wait': {
    at: 'begun',
    run: (owner) => waitAgain(owner, "seq = (select max(seq) from audit where event = 'items.moved')"),
  },
  'the last entry of its items tells what the one before told, and its items are said to wait': {
    at: 'begun',
    run: (owner) => tellFormer(owner, 'kept'),
  },
  'the last entry of its items tells what the one before told, and every hash is made anew by another key': {
    at: 'begun',
    run: (owner) => tellFormer(owner, 'made anew'),
  },
  'the first entry of its items is put to the end once more, and its items are said to wait': {
    at: 'begun',
    async run(owner) {
      const entries = await owner.entries();
      const moved = entries.find(({ event }) => event === 'items.moved');
      assert(moved);
      await owner.run(insertOf('audit', { ...moved, seq: entries.length + 1, previous: entries.at(-1)?.hash ?? null }));
      await waitAgain(owner, 'false');
    },
  },
};
