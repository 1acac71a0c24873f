import assert from 'node:assert/strict';
import { type JsonRequest, jsonRequest } from '../../../src/shared/http/json-request.ts';
import { selfSigned } from './self-signed.ts';
import { answers, type Behaviour, ServiceOnLoopback, thenOnReuse } from './service-on-loopback.ts';

/** Long enough that no test ends by it. */
const LONG = 60_000;
const CUT = { name: 'TransportError', reason: 'cut', mayHaveArrived: true } as const;

const gone: Behaviour = (response) => void response.destroy();

describe('a kept connection that the other side closes as the next call arrives', () => {
  let service: ServiceOnLoopback;
  beforeEach(async () => {
    service = await ServiceOnLoopback.open();
    service.behaves = thenOnReuse(answers(200, '"first"'), gone);
  });
  afterEach(() => service.close());

  const ask = (changes: Partial<JsonRequest> = {}) =>
    jsonRequest({ method: 'GET', url: `${service.url}/here`, timeoutMs: LONG, ...changes });
  const ports = () => service.seen.map(({ port }) => port);
  const writes: Readonly<Record<string, Partial<JsonRequest>>> = {
    'a POST': { method: 'POST', body: { to: 'on' } },
    'a PUT': { method: 'PUT', body: { to: 'on' } },
    'a PATCH': { method: 'PATCH', body: { to: 'on' } },
    'a GET that is said to change something': { onlyAsks: false },
  };

  const questions: Readonly<Record<string, Partial<JsonRequest>>> = {
    'a GET': {},
    'a POST that only asks': { method: 'POST', body: { ids: ['a'] }, onlyAsks: true },
  };
  for (const [what, changes] of Object.entries(questions))
    it(`${what} is made once more, over a new one`, async () => {
      await ask(changes);
      assert.deepEqual((await ask(changes)).body, { kind: 'json', value: 'first' });
      const [first, second, third] = ports();
      assert.equal(second, first);
      assert.notEqual(third, first);
      assert.equal(service.seen[2]?.body, service.seen[0]?.body);
    });

  for (const [what, changes] of Object.entries(writes))
    it(`${what} is not made again: it may have arrived`, async () => {
      await ask();
      await assert.rejects(ask(changes), CUT);
      assert.equal(service.seen.length, 2);
    });

  it('a question is made once more over TLS', async () => {
    const secure = await ServiceOnLoopback.open(selfSigned());
    secure.behaves = thenOnReuse(answers(200, '"first"'), gone);
    await withoutTrust(async () => {
      await ask({ url: secure.url });
      assert.deepEqual((await ask({ url: secure.url })).body, { kind: 'json', value: 'first' });
    });
    assert.equal(secure.seen.length, 3);
    await secure.close();
  });

  it('a question is not made a third time', async () => {
    await ask();
    service.behaves = gone;
    await assert.rejects(ask(), CUT);
    assert.equal(service.seen.length, 3);
  });

  it('a question over a new connection is not made again', async () => {
    service.behaves = gone;
    await assert.rejects(ask(), CUT);
    assert.equal(service.seen.length, 1);
  });

  it('a question is not made again once a byte of the answer came', async () => {
    await ask();
    service.behaves = (response) => void response.socket?.end('HTTP/1.1 2');
    await assert.rejects(ask(), CUT);
    assert.equal(service.seen.length, 2);
  });

  it('a question is not made again once its time is up', async () => {
    const ends = new AbortController();
    await ask();
    service.behaves = (response) => {
      ends.abort();
      response.destroy();
    };
    await assert.rejects(ask({ signal: ends.signal }), { name: 'TransportError', reason: 'timed-out' });
    service.behaves = answers(200, '{}');
    await ask();
    assert.equal(service.seen.length, 3);
  });

  it('the time of the first try counts', async () => {
    await ask();
    service.behaves = (response, { port }) => void (port === ports()[0] && response.destroy());
    await assert.rejects(ask({ timeoutMs: 300 }), { name: 'TransportError', reason: 'timed-out' });
    assert.equal(service.seen.length, 3);
  });
});

/** Takes any certificate meanwhile. */
async function withoutTrust(work: () => Promise<void>): Promise<void> {
  const { NODE_TLS_REJECT_UNAUTHORIZED: before } = process.env;
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
  }
}
