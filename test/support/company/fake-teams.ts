import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';

/** A message as it stands in Teams: its newest content and how often it was updated. */
export interface TeamsMessage {
  readonly id: string;
  readonly conversation: string;
  card: Card;
  updates: number;
  /** The id of the one member who sees it; null for everybody. */
  readonly onlyFor: string | null;
}

export interface Card {
  readonly [key: string]: unknown;
}

export interface FakeTeams {
  readonly url: string;
  readonly messages: TeamsMessage[];
  /** The channels of every team, and the members of every conversation, as the Bot Connector lists them. */
  readonly channels: { id: string; name: string | null; type: string }[];
  readonly members: { id: string; tenantId: string }[];
  /** Newest first to be struck: answers the next calls with this status. */
  failNext(status: number, times: number): void;
  /** The bot is no member of this conversation any more: what it says there is refused as Teams refuses it. */
  removeFrom(conversation: string): void;
  /** The bot is a member again. */
  putBackInto(conversation: string): void;
  /** Answers the calls that it gives a status for; null for none. */
  refuse:
    | ((call: { readonly method: string; readonly path: string; readonly isTargeted: boolean }) => Refusal | null)
    | null;
  /** So many of the next messages are taken, and the answer to each is lost on the way. */
  loses: number;
  /** Names of teams by their ids, as Teams gives them when asked. */
  readonly teams: Map<string, string>;
  close(): Promise<void>;
}

interface Refusal {
  readonly status: number;
  readonly code?: string;
}

/** The Bot Connector's message calls on loopback, keeping what the bot says (docs/facts/teams.md#sending-messages). */
export async function startFakeTeams(): Promise<FakeTeams> {
  const messages: TeamsMessage[] = [];
  const channels: FakeTeams['channels'] = [];
  const members: FakeTeams['members'] = [{ id: '29:alice', tenantId: '11111111-1111-4111-8111-111111111111' }];
  const fault = { status: 0, times: 0 };
  const removed = new Set<string>();
  const teams = new Map<string, string>();
  const web = express().use(express.json({ limit: '1mb' }));
  web.use((_request, response, next) => {
    if (fault.times === 0) return next();
    fault.times -= 1;
    response.status(fault.status).json({ error: { code: 'Fault', message: 'switched on' } });
  });
  web.use(({ method, path, query }, response, next) => {
    const isTargeted = query.isTargetedActivity === 'true';
    const refusal = fake.refuse?.({ method, path: decodeURIComponent(path), isTargeted });
    if (!refusal) return next();
    response.status(refusal.status).json({ error: { code: refusal.code ?? 'Fault', message: 'switched on' } });
  });
  web.use('/v3/conversations/:conversation', (request, response, next) => {
    if (!removed.has(request.params.conversation)) return next();
    response.status(403).json({ error: { code: 'BotNotInConversationRoster', message: 'not a member' } });
  });
  const send: express.RequestHandler = (request, response) => {
    const id = String(1_700_000_000_000 + messages.length);
    const onlyFor = targetOf(request);
    messages.push({
      id,
      conversation: String(request.params.conversation),
      card: cardOf(request.body),
      updates: 0,
      onlyFor,
    });
    if (fake.loses === 0) return void response.status(201).json({ id });
    fake.loses -= 1;
    response.status(504).json({ error: { code: 'GatewayTimeout', message: 'switched on' } });
  };
  web.post('/v3/conversations/:conversation/activities', send);
  web.post('/v3/conversations/:conversation/activities/:id', send);
  web.put('/v3/conversations/:conversation/activities/:id', (request, response) => {
    const message = messages.find(
      ({ id, conversation }) => id === request.params.id && conversation === request.params.conversation,
    );
    if (!message)
      return void response.status(404).json({ error: { code: 'ActivityNotFoundInConversation', message: 'gone' } });
    message.card = cardOf(request.body);
    message.updates += 1;
    response.json({ id: message.id });
  });
  web.get('/v3/teams/:team', (request, response) => {
    const { team: id } = request.params;
    if (teams.has(id)) return void response.json({ id, name: teams.get(id) });
    response.status(404).json({ error: { code: 'TeamNotFound', message: 'gone' } });
  });
  web.get('/v3/teams/:team/conversations', (_request, response) => void response.json({ conversations: channels }));
  web.get('/v3/conversations/:conversation/pagedmembers', (_request, response) => void response.json({ members }));
  const server = createServer(web).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fake: FakeTeams = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    channels,
    members,
    failNext: (status, times) => void Object.assign(fault, { status, times }),
    removeFrom: (conversation) => void removed.add(conversation),
    putBackInto: (conversation) => void removed.delete(conversation),
    refuse: null,
    loses: 0,
    teams,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return fake;
}

/** Whom alone a message is for, where it is sent as a targeted one in both ways at once. */
function targetOf({ query, body }: express.Request): string | null {
  const { recipient } = body as { recipient?: { id?: string; isTargeted?: boolean } };
  if (query.isTargetedActivity !== 'true' || recipient?.isTargeted !== true) return null;
  return recipient.id ?? null;
}

function cardOf(activity: unknown): Card {
  const { attachments } = activity as { attachments?: { content?: Card }[] };
  return attachments?.[0]?.content ?? {};
}

/** Everything readable on a card, in order, one text. */
export function cardText(card: unknown): string {
  if (typeof card !== 'object' || card === null) return '';
  return Object.entries(card)
    .flatMap(([key, value]) => {
      if (typeof value === 'string')
        return ['text', 'title', 'value', 'label', 'fallbackText'].includes(key) ? [value] : [];
      return [cardText(value)];
    })
    .join('\n');
}

/** The Action.Execute of this verb on a card, wherever it stands; null without one. */
export function actionOf(card: unknown, verb: string): { verb: string; data: Record<string, unknown> } | null {
  if (typeof card !== 'object' || card === null) return null;
  if ('type' in card && card.type === 'Action.Execute' && 'verb' in card && card.verb === verb && 'data' in card) {
    return { verb, data: card.data as Record<string, unknown> };
  }
  for (const value of Object.values(card)) {
    const found = actionOf(value, verb);
    if (found) return found;
  }
  return null;
}

/** Every Action.Execute on a card, in its order. */
export function actionsIn(card: unknown): readonly { title: string; verb: string; data: unknown }[] {
  if (typeof card !== 'object' || card === null) return [];
  const inside = Object.values(card).flatMap((value) => actionsIn(value));
  if (!('type' in card && card.type === 'Action.Execute' && 'verb' in card && 'data' in card)) return inside;
  const title = 'title' in card ? String(card.title) : '';
  return [{ title, verb: String(card.verb), data: card.data }, ...inside];
}
