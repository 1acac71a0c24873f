import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import express, { type ErrorRequestHandler } from 'express';
import { givesWay, serve, type WebServer } from '../../../src/service/web-server.ts';

const HEAD = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n';

/** What express would print of a body that was cut off. */
const quiet: ErrorRequestHandler = (_error, _request, response, _next) => void response.destroy();

describe('the server', () => {
  let server: WebServer;
  let taken = 0;
  /** Tells of each call that is not answered. */
  const begins = new EventEmitter();
  afterEach(() => server.close());

  async function start(patience: number, farewell = 60_000): Promise<void> {
    taken = 0;
    const web = express().use('/long', () => void begins.emit('call'));
    web.use(express.json(), (_request, response) => {
      taken += 1;
      response.end('taken');
    });
    web.use(quiet);
    server = await serve(web, { host: '127.0.0.1', port: 0 }, 'PORT', { patience, connections: 3, farewell });
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

  describe('with as many connections as it holds', () => {
    const GET = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';

    async function answered(socket: Socket): Promise<void> {
      const data = once(socket, 'data');
      socket.write(GET);
      assert.match(String(await data), /taken/);
    }

    it('lets one more take the place of whoever has been without a call for longest', async () => {
      await start(60_000);
      const held = [await open(), await open(), await open()] as const;
      for (const socket of held) await answered(socket);
      await answered(held[0]);
      const hungUp = text(held[1]);
      const late = await open();
      await hungUp;
      for (const socket of [held[0], held[2], late]) await answered(socket);
      for (const socket of [held[0], held[2], late]) socket.destroy();
    });

    async function half(socket: Socket): Promise<void> {
      const goOn = once(socket, 'data');
      socket.write(`${HEAD}expect: 100-continue\r\n\r\n{"type":`);
      assert.match(String(await goOn), /100 Continue/);
    }

    it('lets nobody shut others out by calls whose body does not come: the oldest gives way', async () => {
      await start(60_000);
      const held = [await open(), await open(), await open()] as const;
      for (const socket of held) await half(socket);
      const hungUp = text(held[0]);
      const late = await open();
      await answered(late);
      await hungUp.catch(() => undefined);
      held[1].write(`"x"${' '.repeat(88)}}`);
      assert.match(String(await once(held[1], 'data')), /taken/, 'the others go on');
      for (const socket of [held[1], held[2], late]) socket.destroy();
    });

    it('takes the place of one of the address that keeps most without a whole call', () => {
      const held = ['a', 'b', 'b', 'c', 'c', 'c'].map((from, at) => ({ from, at, isWhole: from === 'c' }));
      assert.equal(givesWay(held)?.at, 1);
      assert.equal(givesWay(held.filter(({ isWhole }) => isWhole)), null);
    });

    it('closes one more where each has a whole call that is being answered', async () => {
      await start(60_000);
      const held = [await open(), await open(), await open()];
      for (const socket of held) {
        const begun = once(begins, 'call');
        socket.write('GET /long HTTP/1.1\r\nhost: x\r\n\r\n');
        await begun;
      }
      assert.equal(await text(await open()), '');
      for (const socket of held) socket.destroy();
    });
  });

  describe('when it closes', () => {
    /** A caller who sends this, once it has arrived. */
    async function caller(bytes: string, answered = ''): Promise<{ socket: Socket; all: Promise<string> }> {
      const socket = await open();
      const first = once(socket, 'data');
      const all = text(socket);
      socket.write(bytes);
      if (answered !== '') assert.match(String(await first), new RegExp(answered));
      first.catch(() => undefined);
      return { socket, all };
    }

    const GET = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
    const idle: Readonly<Record<string, string>> = {
      'has sent nothing': '',
      'has sent half of its headers': HEAD,
      'keeps its connection after an answer': GET,
      'asked for another protocol and sends nothing more': GET.replace(
        '\r\n\r\n',
        '\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
      ),
    };
    for (const [title, bytes] of Object.entries(idle))
      it(`hangs up at once on a caller who ${title}`, async () => {
        await start(600_000, 600_000);
        const { all } = await caller(bytes, bytes.startsWith('GET') ? 'taken' : '');
        await server.close();
        await all.catch(() => undefined);
      });

    it('hangs up on a caller whose body does not come, when the time for answers is up', async () => {
      await start(600_000, 50);
      const { all } = await caller(`${HEAD}expect: 100-continue\r\n\r\n{"type":`, '100 Continue');
      await server.close();
      await all.catch(() => undefined);
      assert.equal(taken, 0);
    });

    it('takes a body that is coming to its end, answers, and hangs up', async () => {
      await start(600_000, 600_000);
      const { socket, all } = await caller(`${HEAD}expect: 100-continue\r\n\r\n{"type":`, '100 Continue');
      const closed = server.close();
      socket.write(`"x"${' '.repeat(88)}}`);
      assert.match(await all, /connection: close[\s\S]*taken/i);
      await closed;
    });
  });
});
