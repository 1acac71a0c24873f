import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Request } from '../../../../src/requests/record/request.ts';
import { ALICE, BOB, RITA, TeamsRoom } from '../teams-room.ts';

const FIELDS = [
  'text',
  'value',
  'entities',
  'from',
  'conversation',
  'channelData',
  'recipient',
  'replyToId',
  'name',
  'id',
];
const VERBS = ['view', 'apply', 'settle', 'constructor', '__proto__', '', 'APPROVE', 'approve '];
const RUNS = 400;

describe('hostile activities', () => {
  let room: TeamsRoom;
  let request: Request;
  before(async () => {
    room = await TeamsRoom.open();
    request = await room.pending();
  });
  after(() => room.close());

  const type = fc.constantFrom(
    'message',
    'invoke',
    'conversationUpdate',
    'installationUpdate',
    'messageUpdate',
    'event',
  );
  const who = fc.constantFrom(ALICE, BOB, RITA);
  const strange = fc.dictionary(fc.constantFrom(...FIELDS), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });

  /** Data that begin as our own and end as anybody's. */
  const press = fc.record(
    {
      action: fc.record({
        type: fc.constantFrom('Action.Execute', 'Action.Submit'),
        verb: fc.oneof(fc.constantFrom(...VERBS), fc.string()),
        data: fc.oneof(fc.jsonValue(), fc.record({ requestId: fc.constantFrom('x', null, 0), rev: fc.jsonValue() })),
      }),
      trigger: fc.oneof(fc.constantFrom('manual', 'automatic'), fc.jsonValue()),
    },
    { requiredKeys: ['action'] },
  );

  async function isHarmless(activity: Record<string, unknown>): Promise<void> {
    const answer = await room.post(activity);
    assert.equal(answer.status, 200, answer.text);
    assert(!/node_modules|TypeError|ZodError|at Object/.test(answer.text), answer.text);
    if (activity.type !== 'invoke') assert.equal(answer.text, '');
    else assert(typeof answer.body.type === 'string' && answer.body.value, answer.text);
  }

  it('of any shape are taken in, answered where they ask, and change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(type, who, strange, (kind, person, fields) =>
        isHarmless({ ...room.activity(person, { name: 'adaptiveCard/action', ...fields }), type: kind }),
      ),
      { numRuns: RUNS },
    );
    assert.deepEqual(await room.state(request), request);
  });

  it('with any action are answered and change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(who, press, (person, value) =>
        isHarmless(room.activity(person, { type: 'invoke', name: 'adaptiveCard/action', value })),
      ),
      { numRuns: RUNS },
    );
    assert.deepEqual(await room.state(request), request);
  });

  it('never met an error that nobody foresaw', () => {
    const failed = room.logged.filter(({ message }) => message !== 'activity dropped' && message.includes('failed'));
    assert.deepEqual(failed, []);
  });
});
