import assert from 'node:assert/strict';
import { createJobs, type Jobs } from '../../../src/jobs/create-jobs.ts';
import { submitForm } from '../../../src/requests/forms/fill-in.ts';
import type { OutboxMessage } from '../../../src/requests/ports/outbox.ts';
import { FINANCE, GroupRoom } from '../requests/forms/group-room.ts';

describe('the jobs', () => {
  let room: GroupRoom;
  let jobs: Jobs;
  let delivered: OutboxMessage[];
  beforeEach(async () => {
    room = await GroupRoom.open();
    delivered = [];
    const messenger = {
      async deliver(message: OutboxMessage) {
        delivered.push(message);
        return { activityId: message.activityId ?? `act ${message.id}`, rev: message.wantedRev };
      },
    };
    jobs = createJobs({ services: room.services, messenger, jitter: () => 0 });
  });
  afterEach(() => room.close());

  it('open a form, check it and show its draft in one message', async () => {
    await room.ask('open-form', { opens: { kind: 'device-group.create' } });
    await jobs.settle();
    const [card] = delivered;
    assert(card?.content.kind === 'form');
    await submitForm(room.services, room.press(await room.form(card.content.formId), FINANCE));
    await jobs.settle();
    assert.equal(delivered.at(-1)?.content.kind, 'request');
    assert.deepEqual([...new Set(delivered.map(({ id }) => id))], [card.id]);
  });

  it('answer an input and a request to undo', async () => {
    await room.ask('draft', { input: { kind: 'device-group.delete', group: { name: 'Laptops' } } });
    await room.ask('revert', { number: 9 });
    await jobs.settle();
    assert.deepEqual(delivered.map(({ content }) => content.kind).sort(), ['answer', 'request']);
  });

  it('close a form that nobody continued, and say so on its card', async () => {
    await room.ask('open-form', { opens: { kind: 'device-group.create' } });
    await jobs.settle();
    const [card] = delivered;
    assert(card?.content.kind === 'form');
    room.services.now += room.services.policy.draftWindow;
    await jobs.settle();
    assert.equal((await room.form(card.content.formId)).state, 'closed');
    assert.deepEqual(
      delivered.map(({ id, wantedRev }) => [id, wantedRev]),
      [
        [card.id, 1],
        [card.id, 2],
      ],
    );
  });
});
