import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { type JsonRequest, jsonRequest } from '../../../src/shared/http/json-request.ts';
import { selfSigned } from './self-signed.ts';
import { answers, ServiceOnLoopback } from './service-on-loopback.ts';

/** Long enough that no test ends by it. */
const LONG = 60_000;

describe('one exchange of JSON', () => {
  let service: ServiceOnLoopback;
  beforeEach(async () => {
    service = await ServiceOnLoopback.open();
  });
  afterEach(() => service.close());

  const ask = (changes: Partial<JsonRequest> = {}) =>
    jsonRequest({ method: 'GET', url: `${service.url}/here`, timeoutMs: LONG, ...changes });
  const write = (changes: Partial<JsonRequest> = {}) => ask({ method: 'POST', body: { to: 'on' }, ...changes });

  describe('sends', () => {
    beforeEach(() => {
      service.behaves = answers(200, '{}');
    });

    it('an object as JSON, with the headers it was given', async () => {
      await ask({ method: 'PUT', body: { name: 'Zoë' }, headers: { 'x-one': '1' } });
      const [call] = service.seen;
      assert.deepEqual([call?.method, call?.path, call?.body], ['PUT', '/here', '{"name":"Zoë"}']);
      const { accept, 'content-type': type, 'x-one': one } = call?.headers ?? {};
      assert.deepEqual([accept, type, one], ['application/json', 'application/json', '1']);
    });

    it('search parameters as a form', async () => {
      await ask({ method: 'POST', body: new URLSearchParams({ scope: 'a b&c' }) });
      assert.equal(service.seen[0]?.body, 'scope=a+b%26c');
      assert.match(service.seen[0]?.headers['content-type'] ?? '', /^application\/x-www-form-urlencoded/);
    });

    it('nothing as no body, without a type', async () => {
      await ask();
      assert.deepEqual([service.seen[0]?.body, service.seen[0]?.headers['content-type']], ['', undefined]);
    });

    it('many calls over few connections', async () => {
      for (let call = 0; call < 20; call += 1) await ask();
      assert(new Set(service.seen.map(({ port }) => port)).size < 10);
    });
  });

  describe('reads', () => {
    const read = async (maxBytes?: number) => (await ask(maxBytes === undefined ? {} : { maxBytes })).body;

    it('the status, the headers and the value', async () => {
      service.behaves = answers(418, '{"a":[1,null]}', { 'x-two': '2' });
      const { status, headers, body } = await ask();
      assert.deepEqual([status, headers.get('x-two'), body], [418, '2', { kind: 'json', value: { a: [1, null] } }]);
    });

    for (const type of ['application/json', 'Application/JSON;charset=UTF-8', 'application/problem+json', 'text/json'])
      it(`${type} as JSON`, async () => {
        service.behaves = answers(200, 'null', { 'content-type': type });
        assert.deepEqual(await read(), { kind: 'json', value: null });
      });

    for (const type of [
      'text/html',
      'application/jsonp',
      'application/x-json-stream',
      'text/html; was=application/json',
      '',
    ])
      it(`${type || 'no type'} as something else`, async () => {
        service.behaves = answers(200, '{}', { 'content-type': type });
        assert.deepEqual(await read(), { kind: 'unreadable', why: 'content-type' });
      });

    it('an empty body as empty, whatever its type', async () => {
      service.behaves = answers(200, '');
      assert.deepEqual(await read(), { kind: 'empty' });
      service.behaves = (response) => void response.writeHead(204).end();
      assert.deepEqual(await read(), { kind: 'empty' });
    });

    it('JSON that ends too early as unreadable', async () => {
      service.behaves = answers(200, '{"items":[{"id":1},{"i');
      assert.deepEqual(await read(), { kind: 'unreadable', why: 'not-json' });
    });

    it('JSON in another encoding as unreadable', async () => {
      service.behaves = answers(200, Buffer.from('"Zo\u00eb"', 'latin1'));
      assert.deepEqual(await read(), { kind: 'unreadable', why: 'not-json' });
    });

    it('up to the limit of bytes, and not one more', async () => {
      service.behaves = answers(200, '"12345678"');
      assert.deepEqual(await read(10), { kind: 'json', value: '12345678' });
      assert.deepEqual(await read(9), { kind: 'unreadable', why: 'too-large' });
    });

    it('an endless body only up to the limit, then hangs up', async () => {
      const hungUp = new Promise((resolve) => {
        service.behaves = (response) => {
          response.once('close', resolve);
          response.writeHead(200, { 'content-type': 'application/json' });
          const pour = () => void (response.writable && response.write(' '.repeat(65_536), pour));
          pour();
        };
      });
      assert.deepEqual(await read(1_000_000), { kind: 'unreadable', why: 'too-large' });
      await hungUp;
    });

    it('what was packed on its way, up to the limit of what it holds', async () => {
      service.behaves = answers(200, gzipSync('"12345678"'), { 'content-encoding': 'gzip' });
      assert.deepEqual(await read(10), { kind: 'json', value: '12345678' });
      assert.deepEqual(await read(9), { kind: 'unreadable', why: 'too-large' });
    });

    it('a redirect as an answer, and does not follow it', async () => {
      service.behaves = answers(307, '{}', { location: `${service.url}/there` });
      const { status } = await write();
      assert.equal(status, 307);
      assert.deepEqual(
        service.seen.map(({ path }) => path),
        ['/here'],
      );
    });
  });

  describe('without an answer says whether the call may have arrived', () => {
    const NEVER = { name: 'TransportError', code: 'internal', mayHaveArrived: false } as const;
    const PERHAPS = { name: 'TransportError', code: 'internal', mayHaveArrived: true } as const;

    it('no: nobody listens', async () => {
      const { url } = service;
      await service.close();
      await assert.rejects(write({ url }), { ...NEVER, reason: 'unreachable' });
    });

    it('no: the certificate is not trusted', async () => {
      const stranger = await ServiceOnLoopback.open(selfSigned());
      await assert.rejects(write({ url: stranger.url }), { ...NEVER, reason: 'unreachable' });
      assert.deepEqual(stranger.seen, []);
      await stranger.close();
    });

    const unsendable: Readonly<Record<string, Partial<JsonRequest>>> = {
      'the address is none': { url: 'nowhere' },
      'the address holds a password': { url: 'http://me:secret@127.0.0.1/' },
      'a header holds a new line': { headers: { cookie: 'a=b\r\nx: y' } },
      'the body cannot be written as JSON': { body: { n: 1n } },
      'a question has a body': { method: 'GET' },
      'the time is no time': { timeoutMs: Number.NaN },
    };
    for (const [what, changes] of Object.entries(unsendable))
      it(`no: ${what}`, async () => {
        await assert.rejects(write(changes), { ...NEVER, reason: 'invalid' });
        assert.deepEqual(service.seen, []);
      });

    it('perhaps: it arrived, and the time was up', async () => {
      const ends = new AbortController();
      service.behaves = () => ends.abort();
      await assert.rejects(write({ signal: ends.signal }), { ...PERHAPS, reason: 'timed-out' });
      assert.deepEqual(
        service.seen.map(({ body }) => body),
        ['{"to":"on"}'],
      );
    });

    it('perhaps: it arrived, and the caller gave a cause of its own for ending it', async () => {
      const ends = new AbortController();
      const elsewhere = Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect' });
      service.behaves = () => ends.abort(elsewhere);
      await assert.rejects(write({ signal: ends.signal }), { ...PERHAPS, reason: 'timed-out' });
      assert.equal(service.seen.length, 1);
    });

    it('perhaps: no answer began in time', async () => {
      await assert.rejects(write({ timeoutMs: 50 }), { ...PERHAPS, reason: 'timed-out' });
    });

    it('perhaps: the answer did not end in time, though memory was cleaned meanwhile', async () => {
      setFlagsFromString('--expose-gc');
      const clean: unknown = runInNewContext('gc');
      assert(typeof clean === 'function');
      const cleaning = setInterval(() => clean(), 10);
      service.behaves = (response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{');
      await assert
        .rejects(write({ timeoutMs: 300 }), { ...PERHAPS, reason: 'timed-out' })
        .finally(() => clearInterval(cleaning));
    });

    it('perhaps: the connection broke before an answer; it is not sent again', async () => {
      service.behaves = answers(200, '{}');
      await write();
      service.behaves = (response) => void response.destroy();
      await assert.rejects(write(), { ...PERHAPS, reason: 'cut' });
      assert.equal(service.seen.length, 2);
    });

    it('perhaps: what was packed cannot be unpacked', async () => {
      service.behaves = answers(200, '{}', { 'content-encoding': 'gzip' });
      await assert.rejects(write(), { ...PERHAPS, reason: 'cut' });
    });

    it('perhaps: it was ended before it was sent', async () => {
      await assert.rejects(write({ signal: AbortSignal.abort() }), { ...PERHAPS, reason: 'timed-out' });
      assert.deepEqual(service.seen, []);
    });

    for (const [how, headers] of [
      ['chunked', {}],
      ['of a known length', { 'content-length': '100' }],
    ] as const)
      it(`perhaps: the connection broke within an answer that was ${how}`, async () => {
        service.behaves = (response) => {
          response.writeHead(200, { 'content-type': 'application/json', ...headers });
          response.write('{"a":1', () => response.destroy());
        };
        await assert.rejects(write(), { ...PERHAPS, reason: 'cut' });
      });

    it('perhaps: what came is no HTTP', async () => {
      service.behaves = (response) => void response.socket?.end('what?\r\n\r\n');
      await assert.rejects(write(), { ...PERHAPS, reason: 'cut' });
    });

    it('and reveals nothing else', async () => {
      service.behaves = (response) => void response.destroy();
      const secret = { headers: { authorization: 'Bearer hush' }, body: { hush: 1 }, url: `${service.url}/hush` };
      await assert.rejects(write(secret), (error: Error) => {
        assert.equal(error.cause, undefined);
        assert.doesNotMatch(JSON.stringify(error) + error.message + error.stack?.split('\n')[0], /hush/);
        return true;
      });
    });
  });

  it('reuses no connection that it gave up', async () => {
    let gone: Promise<unknown> | undefined;
    const ends = new AbortController();
    service.behaves = (response) => {
      if (response.socket) gone = once(response.socket, 'close');
      ends.abort();
    };
    await assert.rejects(write({ signal: ends.signal }));
    await gone;
  });
});
