import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { type ChatOptions, createChat } from '../../../../src/sandbox/chat/create-chat.ts';
import { personalChatId, TEAM } from '../../../../src/sandbox/chat/state/conversation.ts';
import { createWorld } from '../../../../src/sandbox/company/create-world.ts';
import type { World } from '../../../../src/sandbox/company/world.ts';

/** A body of the wire, looked at field by field. */
export type Json = ReturnType<typeof JSON.parse>;

type FakeAnswer = { status: number; body?: unknown } | 'hang';

/** A bot that keeps what it gets and answers as told; `received` emits each activity. */
interface FakeBot {
  readonly received: Json[];
  readonly events: EventEmitter;
  answer: (activity: Json) => FakeAnswer | Promise<FakeAnswer>;
  url: string;
}

export interface TeamsInABox {
  readonly world: World;
  readonly bot: FakeBot;
  readonly url: string;
  /** Moves the world's clock. */
  pass(ms: number): void;
  call(method: string, path: string, body?: unknown): Promise<{ status: number; headers: Headers; body: Json }>;
  /** The next activity of a kind that reaches the bot. */
  next(type: string): Promise<Json>;
  close(): Promise<void>;
}

const START = Date.parse('2026-11-24T03:00:00Z');

/**
 * The sandbox's Teams on a free port of 127.0.0.1, with a bot that answers 200 to everything; the introduction has
 * ended.
 */
export async function teamsInABox(options: Pick<ChatOptions, 'botTimeoutMs' | 'prepare'> = {}): Promise<TeamsInABox> {
  const { bot, server: botServer } = await fakeBot();
  let now = START;
  const world = createWorld({ now: () => now });
  const app = express();
  const server = createServer(app);
  const url = await listen(server);
  const chat = createChat({ world, botUrl: () => bot.url, selfUrl: () => url, ...options });
  app.use(chat.router);
  const strangers = world.people.filter((person) => !chat.state.introduced.has(personalChatId(person)));
  const introductions = (chat.state.introduced.has(TEAM.id) ? 0 : 1) + 2 * strangers.length;
  while (bot.received.length < introductions) await once(bot.events, 'activity');
  return {
    world,
    bot,
    url,
    pass: (ms) => {
      now += ms;
    },
    call: (method, path, body) => call(url, method, path, body),
    next: async (type) => {
      for (;;) {
        const [activity] = await once(bot.events, 'activity');
        if (activity.type === type) return activity;
      }
    },
    close: async () => {
      await chat.close();
      await Promise.all([stop(server), stop(botServer)]);
    },
  };
}

async function fakeBot(): Promise<{ bot: FakeBot; server: Server }> {
  const app = express();
  const server = createServer(app);
  const bot: FakeBot = { received: [], events: new EventEmitter(), answer: () => ({ status: 200 }), url: '' };
  app.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });
  app.post('/api/messages', express.json(), async (req, res) => {
    bot.received.push(req.body);
    bot.events.emit('activity', req.body);
    const answer = await bot.answer(req.body);
    if (answer === 'hang') return;
    res.status(answer.status).json(answer.body ?? {});
  });
  bot.url = `${await listen(server)}/api/messages`;
  return { bot, server };
}

async function call(url: string, method: string, path: string, body?: unknown) {
  const response = await fetch(url + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}
