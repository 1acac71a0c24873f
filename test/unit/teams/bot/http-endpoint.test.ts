import assert from 'node:assert/strict';
import { ALICE, type RoomOptions, SOC, TeamsRoom } from '../teams-room.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('the front door', () => {
  let room: TeamsRoom;
  before(async () => {
    room = await TeamsRoom.open();
  });
  after(() => room.close());

  const malformed: readonly (readonly [string, string, Record<string, string>, number])[] = [
    ['a body that is no JSON', '{"type":', JSON_TYPE, 400],
    ['an empty body', '', JSON_TYPE, 400],
    ['a text', '"hello"', JSON_TYPE, 400],
    ['null', 'null', JSON_TYPE, 400],
    ['a list', '[]', JSON_TYPE, 400],
    ['a list of activities', '[{"type":"message"}]', JSON_TYPE, 400],
    ['an object without a type', '{}', JSON_TYPE, 400],
    ['a type that is a number', '{"type":1}', JSON_TYPE, 400],
    ['an empty type', '{"type":""}', JSON_TYPE, 400],
    ['another content type', 'type=message', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['an unknown charset', '{"type":"message"}', { 'content-type': 'application/json; charset=klingon' }, 415],
    ['an unknown encoding', '{"type":"message"}', { ...JSON_TYPE, 'content-encoding': 'klingon' }, 415],
    [
      'a body that is not what its encoding says',
      '{"type":"message"}',
      { ...JSON_TYPE, 'content-encoding': 'gzip' },
      400,
    ],
    ['a body that is too large', JSON.stringify({ type: 'message', text: 'x'.repeat(300_000) }), JSON_TYPE, 413],
    ['half a million brackets', '['.repeat(100_000) + ']'.repeat(100_000), JSON_TYPE, 400],
  ];
  for (const [name, body, headers, status] of malformed) {
    it(`answers ${status} to ${name}`, async () => {
      const answer = await room.raw(body, headers);
      assert.equal(answer.status, status, answer.text);
      assert.deepEqual(Object.keys(answer.body), ['error']);
      assert(!/stack|node_modules|Unexpected token|SyntaxError/.test(answer.text), answer.text);
    });
  }

  it('answers 405 to what is not posted', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const response = await fetch(room.url, { method });
      assert.equal(response.status, 405);
      assert.equal(response.headers.get('allow'), 'POST');
    }
  });

  const shapes: readonly (readonly [string, Record<string, unknown>])[] = [
    ['entities that are null', { entities: null }],
    ['entities that are no list', { entities: 7 }],
    [
      'entities of every shape',
      { entities: [null, 1, 'x', [], {}, { type: 'mention' }, { type: 'mention', mentioned: null }] },
    ],
    ['a text that is a number', { text: 7 }],
    ['a text that is an object', { text: { toString: 'x' } }],
    ['no text', { text: undefined }],
    ['a sender that is a list', { from: [] }],
    ['no sender', { from: undefined }],
    ['no conversation', { conversation: undefined }],
    ['a conversation that is a text', { conversation: 'x' }],
    ['channel data that is a text', { channelData: 'x' }],
    ['a delivery mode', { deliveryMode: 'expectReplies' }],
    ['a time that is none', { timestamp: 'yesterday', localTimestamp: {}, expiration: [] }],
    ['a locale that is none', { locale: {}, localTimezone: 7 }],
    ['an attachment of null', { attachments: [null] }],
    [
      'a poisoned prototype',
      JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
    ],
    ['members that are none', { type: 'conversationUpdate', membersAdded: [null, 1, 'x', {}], membersRemoved: 7 }],
    ['an installation of nothing', { type: 'installationUpdate', action: {} }],
    ['a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }],
    ['an edit', { type: 'messageUpdate', text: 'enable automated investigation' }],
    ['a typing sign', { type: 'typing' }],
    ['an end of conversation', { type: 'endOfConversation' }],
    ['a type of its own', { type: '__proto__' }],
    ['an invoke response', { type: 'invokeResponse', value: { status: 500 } }],
  ];
  for (const [name, fields] of shapes) {
    it(`takes ${name} with 200`, async () => {
      const answer = await room.post(room.activity(ALICE, { type: 'message', ...fields }));
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.text, '');
      assert.equal(await room.task(), null);
    });
  }

  it('is not polluted by any of them', () => {
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });

  it('drops a stranger without a word, and an invoke of theirs with an error that says nothing', async () => {
    await room.due();
    const stranger = { conversation: { id: SOC, tenantId: '22222222-2222-4222-8222-222222222222' } };
    const message = await room.post(room.activity(ALICE, { type: 'message', text: 'status', ...stranger }));
    assert.deepEqual([message.status, message.text], [200, '']);
    const invoke = await room.invoke(ALICE, {}, stranger);
    assert.equal(invoke.status, 200);
    assert.deepEqual(invoke.body, {
      statusCode: 403,
      type: 'application/vnd.microsoft.error',
      value: { code: 'Forbidden', message: 'Airlock cannot do this here.' },
    });
    assert.equal(await room.task(), null);
    assert.deepEqual(await room.due(), []);
    assert(room.logged.some(({ fields }) => fields.why === 'tenant'));
  });

  it('writes no text of anybody into the log', async () => {
    await room.say(ALICE, 'reject 99 a-very-secret-reason');
    await room.invoke(ALICE, {
      action: { type: 'Action.Execute', verb: 'a-very-secret-verb', data: 'a-very-secret-datum' },
    });
    assert(!JSON.stringify(room.logged).includes('a-very-secret'), JSON.stringify(room.logged));
  });
});

describe('the front door of the service', () => {
  it('answers 401 to whatever comes without a token', async () => {
    const identity = { appId: 'a', tenantId: 't', appType: 'SingleTenant', secret: 's' } as const;
    const room = await TeamsRoom.open({ identity });
    const bodies = ['', '{}', '{"type":', '{"type":"message"}'];
    const answers = await Promise.all([...bodies.map((body) => room.raw(body, JSON_TYPE)), room.raw('', {})]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [401, 401, 401, 401, 401],
    );
    await room.close();
  });
});

describe('the front door of the demo', () => {
  let room: TeamsRoom;
  afterEach(() => room.close());

  for (const side of ['remoteAddress', 'localAddress']) {
    it(`is shut when the ${side} is not this machine's own`, async () => {
      room = await TeamsRoom.open({
        before: ({ socket }, _res, next) => {
          Object.defineProperty(socket, side, { value: '10.0.0.9' });
          next();
        },
      });
      const answer = await room.say(ALICE, 'status');
      assert.deepEqual([answer.status, answer.text], [403, '{"error":"The demo listens to its own machine only."}']);
      assert.equal(await room.task(), null);
    });
  }

  const pages: readonly (readonly [string, Record<string, string>])[] = [
    ['a host name that was rebound to this machine', { host: 'rebound.example:3978' }],
    ['a host name that only begins like this machine', { host: '127.0.0.1.rebound.example' }],
    ['no host', { host: '' }],
    ['a page of another origin', { origin: 'http://evil.example' }],
    ['a page of another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a page that hides its origin', { origin: 'null' }],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page of the same site', { 'sec-fetch-site': 'same-site' }],
  ];
  const under = async (headers: Record<string, string>, options: RoomOptions = {}) => {
    room = await TeamsRoom.open({
      ...options,
      before: (req, _res, next) => {
        Object.assign(req.headers, headers);
        next();
      },
    });
    return room.say(ALICE, 'status');
  };
  for (const [name, headers] of pages) {
    it(`is shut to ${name}`, async () => {
      const answer = await under(headers);
      assert.equal(answer.status, 403, answer.text);
      assert.equal(await room.task(), null);
    });
  }

  it('is open under every loopback name, and to a page of its own', async () => {
    for (const host of ['127.0.0.1:3978', 'localhost', 'LOCALHOST:3978', '[::1]:3978']) {
      const answer = await under({ host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' });
      assert.equal(answer.status, 200, answer.text);
      await room.close();
    }
    assert.equal((await under({})).status, 200);
  });

  it('is not asked of callers who are authenticated', async () => {
    const identity = { appId: 'a', tenantId: 't', appType: 'SingleTenant', secret: 's' } as const;
    assert.equal((await under({ host: 'airlock.company.example' }, { identity })).status, 401);
  });
});
