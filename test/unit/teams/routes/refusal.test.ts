import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Request } from '../../../../src/requests/record/request.ts';
import type { ErrorCode } from '../../../../src/shared/errors.ts';
import { carriedBy } from '../../../support/company/press-of.ts';
import { ALICE, BOB, RITA, TeamsRoom } from '../teams-room.ts';

const SECRET = 'SQLITE_IOERR at /secret/path';
const BOOM = (): never => {
  throw Object.assign(new TypeError(SECRET), { stack: SECRET });
};

describe('a refusal', () => {
  let room: TeamsRoom;
  let counted: object[];
  beforeEach(async () => {
    room = await TeamsRoom.open();
    counted = [];
    Object.assign(room.services, {
      meter: { count: (what: string, labels: object) => what === 'refusals' && counted.push(labels) },
    });
  });
  afterEach(() => room.close());

  const form = () => ({ formId: randomUUID(), rev: 1 });
  const doors: Readonly<Record<string, readonly [ErrorCode, (request: Request) => Promise<unknown>]>> = {
    'an action': ['not-allowed', (request) => room.press(ALICE, 'approve', carriedBy(request))],
    'an action on no request': ['not-found', () => room.press(BOB, 'approve', { requestId: randomUUID(), rev: 1 })],
    'an action on no form': ['not-found', () => room.press(ALICE, 'form-check', form())],
    'a command': ['not-allowed', ({ number }) => room.say(ALICE, `approve ${number}`)],
    'a search': [
      'not-allowed',
      () => room.invoke(RITA, { dataset: 'entra-groups', queryText: 'soc' }, { name: 'application/search' }),
    ],
  };
  for (const [door, [code, knock]] of Object.entries(doors)) {
    it(`of ${door} is logged with its reference, and counted, once`, async () => {
      await knock(await room.pending());
      const logged = room.logged.filter(({ message }) => message === 'refused');
      assert.deepEqual([logged.map(({ fields }) => fields.code), counted], [[code], [{ code }]]);
      assert.match(String(logged[0]?.fields.correlation), /^[0-9a-f-]{36}$/);
      assert(logged[0]?.fields.actor);
    });
  }
});

describe('an error that nobody foresaw', () => {
  let room: TeamsRoom;
  beforeEach(async () => {
    room = await TeamsRoom.open();
  });
  afterEach(() => room.close());

  function reference(text: string): string {
    const found = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(text)?.[0];
    assert(found, text);
    assert(
      room.logged.some(({ fields }) => fields.correlation === found),
      'the reference stands in the log',
    );
    return found;
  }

  it('in an action is answered with a reference and nothing of the error itself', async () => {
    const request = await room.pending();
    const { commit } = room.services.store;
    room.services.store.commit = BOOM;
    const answer = await room.press(BOB, 'approve', carriedBy(request));
    room.services.store.commit = commit;
    assert.equal(answer.status, 200);
    assert.equal(answer.body.type, 'application/vnd.microsoft.activity.message');
    assert.match(answer.body.value, /Something went wrong/);
    reference(answer.body.value);
    assert(!answer.text.includes('SQLITE'));
    assert.equal((await room.state(request)).state, 'pending');
  });

  it('never says that an action failed once it was handled', async () => {
    const request = await room.pending();
    room.services.store.adoptCopy = BOOM;
    const answer = await room.press(BOB, 'approve', carriedBy(request), 'manual', {
      replyToId: '1',
    });
    assert.equal((await room.state(request)).state, 'approved');
    assert.match(answer.body.value, /Already approved by Bob/);
    assert(!answer.text.includes('SQLITE'));
    reference(answer.body.value);
  });

  it('in a message is answered with a reference', async () => {
    room.services.store.openHere = BOOM;
    assert.deepEqual((await room.say(ALICE, 'requests')).status, 200);
    const { text } = await room.answer();
    assert(!text.includes('SQLITE'));
    reference(text);
  });

  it('that cannot even be noted down is an error of the door, without words of its own', async () => {
    room.services.store.send = BOOM;
    const answer = await room.say(ALICE, 'help');
    assert.deepEqual([answer.status, answer.text], [500, '{"error":"Something went wrong."}']);
  });

  it('in remembering who spoke is answered like any other', async () => {
    const { id, rev } = await room.pending();
    room.services.store.rememberContact = BOOM;
    const answer = await room.press(BOB, 'view', { requestId: id, rev });
    assert.equal(answer.status, 200);
    reference(answer.body.value);
    assert(!answer.text.includes('SQLITE'));
  });
});
