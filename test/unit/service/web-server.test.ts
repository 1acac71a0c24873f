import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import express, { type ErrorRequestHandler } from 'express';
import { serve, type WebServer } from '../../../src/service/web-server.ts';

const HEAD = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n';

/** What express would print of a body that was cut off. */
const quiet: ErrorRequestHandler = (_error, _request, response, _next) => void response.destroy();

describe('the server', () => {
  let server: WebServer;
  let taken = 0;
  afterEach(() => server.close());

  async function start(patience: number): Promise<void> {
    taken = 0;
    const web = express().use(express.json(), (_request, response) => {
      taken += 1;
      response.end('taken');
    });
    web.use(quiet);
    server = await serve(web, { host: '127.0.0.1', port: 0 }, 'PORT', { patience, connections: 3 });
  }

  async function open(): Promise<Socket> {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  }

  const slow: Readonly<Record<string, string>> = {
    'sends nothing': '',
    'sends half of its headers': HEAD,
    'sends half of its body': `${HEAD}\r\n{"type":`,
  };
  for (const [title, bytes] of Object.entries(slow)) {
    it(`hangs up on a caller who ${title}, and takes nothing from them`, async () => {
      await start(100);
      const socket = await open();
      socket.write(bytes);
      assert.doesNotMatch(await text(socket), /taken/);
      assert.equal(taken, 0);
    });
  }

  it('closes one connection more than it holds', async () => {
    await start(60_000);
    const held = await Promise.all([open(), open(), open()]);
    const [dropped, ...kept] = [await open(), ...held];
    assert.equal(await text(dropped), '');
    assert(kept.every(({ readable }) => readable));
    for (const socket of kept) socket.destroy();
  });
});
