import express, { type ErrorRequestHandler, Router } from 'express';
import { z } from 'zod';
import type { Person } from '../company/person.ts';
import { isBodyFault, readRefusal, refusal } from '../wire/wire-refusal.ts';
import { execute, postMessage, refresh, search, submit } from './person-acts.ts';
import type { ChatFeed } from './state/chat-feed.ts';
import { type ChatMessage, isShownTo } from './state/chat-message.ts';
import type { ConversationRef } from './state/chat-state.ts';
import { conversationList } from './state/conversation-list.ts';
import { messageView } from './state/message-view.ts';
import type { Teams } from './state/teams.ts';

const As = z.string().min(1).max(200);

/** Bodies and queries of the page's API. `as` is the acting person's Entra object id. */
const Viewer = z.object({ as: As });

/** Characters: a little more than the bot reads, so that its answer to a larger one can be seen. */
const FILE_MAX = 300_000;

const NewMessage = z
  .object({
    as: As,
    /** Includes `;messageid=` for a reply in a thread. */
    conversationId: z.string().max(300),
    text: z.string().trim().max(20_000),
    mentionBot: z.boolean().default(true),
    /** In a person's own chat with the bot alone. */
    file: z.object({ name: z.string().min(1).max(200), text: z.string().max(FILE_MAX) }).optional(),
    /** Answer only after the bot has answered. */
    wait: z.boolean().default(false),
  })
  .refine(({ text, file }) => text !== '' || file !== undefined);

const PressExecute = z.object({
  as: As,
  action: z.object({ id: z.string().optional(), verb: z.string().optional(), data: z.unknown().optional() }),
});

const PressSubmit = z.object({ as: As, value: z.unknown() });
const AskRefresh = z.object({ as: As, trigger: z.enum(['manual', 'automatic']) });

const Search = z.object({
  as: As,
  dataset: z.string().max(500),
  queryText: z.string().max(500),
  skip: z.number().int().min(0).default(0),
  associated: z.record(z.string(), z.unknown()).default({}),
});

const Redelivery = z.object({
  activityId: z.string(),
  /** Deliver with a new id and time, as Teams does after its second time-out. */
  newId: z.boolean().default(false),
});

/**
 * For tests: lists what was sent to the bot, and delivers it again as Teams does after a slow answer
 * (docs/facts/teams.md#retries-and-duplicates).
 */
function activitiesRouter(teams: Teams): Router {
  const router = Router();
  router.get('/chat/activities', (_req, res) => {
    res.json({ activities: teams.bot.log() });
  });
  router.post('/chat/activities/redeliver', async (req, res) => {
    const body = Redelivery.safeParse(req.body);
    if (!body.success) throw refusal(400, 'BadRequest', 'Say which activityId to deliver again.');
    const activity = teams.bot.sent(body.data.activityId);
    if (!activity) throw refusal(404, 'NoSuchActivity', 'That activity was never sent, or is too old.');
    const { id, at } = teams.envelope();
    const again = body.data.newId ? { ...activity, id, timestamp: new Date(at).toISOString() } : activity;
    res.json({ activity: again, answer: await teams.bot.deliver(again) });
  });
  return router;
}

type Parsed<T> = { success: true; data: T } | { success: false };

/**
 * Resolves the person, conversation and message of a call to the page's API. Each throws a refusal if the person may
 * not see it.
 */
interface ChatSubject {
  person<T extends { as: string }>(parsed: Parsed<T>): T & { person: Person };
  target(person: Person, wireId: string): ConversationRef;
  message(person: Person, id: string): ChatMessage;
}

function chatSubject(teams: Teams): ChatSubject {
  return {
    person: (parsed) => {
      if (!parsed.success)
        throw refusal(400, 'BadRequest', 'The request does not have the form that this operation takes.');
      const person = teams.world.people.find((one) => one.id === parsed.data.as);
      if (!person) throw refusal(404, 'NoSuchPerson', 'Nobody here has that id.');
      return { ...parsed.data, person };
    },
    target: (person, wireId) => {
      const target = teams.chat.find(wireId);
      if (!target?.conversation.members.includes(person))
        throw refusal(404, 'NoSuchConversation', 'No such conversation.');
      return target;
    },
    message: (person, id) => {
      const message = teams.chat.message(id);
      if (!message || !isShownTo(message, person)) throw refusal(404, 'NoSuchMessage', 'No such message.');
      return message;
    },
  };
}

/** The chat page's API under /chat: what a person sees and does. Tests use it too. */
export function chatRouter(teams: Teams, feed: ChatFeed): Router {
  const router = Router();
  router.use('/chat', express.json({ limit: '1mb' }));
  router.use(teams.files.routes());
  router.use(readingRouter(teams, feed));
  router.use(writingRouter(teams));
  router.use(cardsRouter(teams));
  router.use(activitiesRouter(teams));
  router.use('/chat', (_req, _res) => {
    throw refusal(404, 'NotFound', 'No such operation.');
  });
  router.use('/chat', chatErrors);
  return router;
}

function readingRouter(teams: Teams, feed: ChatFeed): Router {
  const router = Router();
  const { person, target } = chatSubject(teams);
  router.get('/chat/events', (req, res) => {
    feed.open(person(Viewer.safeParse(req.query)).person, res);
  });
  router.get('/chat/conversations', (req, res) => {
    const viewer = person(Viewer.safeParse(req.query));
    res.json({ conversations: conversationList(teams, viewer.person) });
  });
  router.get('/chat/conversations/:id/messages', (req, res) => {
    const viewer = person(Viewer.safeParse(req.query)).person;
    const all = teams.chat.messagesIn(target(viewer, req.params.id).conversation);
    const messages = all.filter((message) => isShownTo(message, viewer));
    const asOf = teams.ownCards.stamp();
    res.json({ asOf, messages: messages.map((message) => messageView(message, viewer, teams.ownCards)) });
  });
  return router;
}

function writingRouter(teams: Teams): Router {
  const router = Router();
  const { person, target } = chatSubject(teams);
  router.post('/chat/conversations/:id/read', (req, res) => {
    const viewer = person(Viewer.safeParse(req.body)).person;
    teams.chat.markRead(viewer, target(viewer, req.params.id).conversation);
    res.status(204).end();
  });
  router.post('/chat/messages', async (req, res) => {
    const body = person(NewMessage.safeParse(req.body));
    const said = postMessage(teams, body.person, target(body.person, body.conversationId), body);
    const answer = body.wait ? await said.answer : undefined;
    res.status(201).json({ message: messageView(said.message, body.person, teams.ownCards), answer });
  });
  return router;
}

function cardsRouter(teams: Teams): Router {
  const router = Router();
  const { person, message } = chatSubject(teams);
  router.post('/chat/messages/:id/execute', async (req, res) => {
    const body = person(PressExecute.safeParse(req.body));
    res.json(await execute(teams, body.person, message(body.person, req.params.id), body.action, 'manual'));
  });
  router.post('/chat/messages/:id/submit', async (req, res) => {
    const body = person(PressSubmit.safeParse(req.body));
    res.json({ answer: await submit(teams, body.person, message(body.person, req.params.id), body.value) });
  });
  router.post('/chat/messages/:id/refresh', async (req, res) => {
    const body = person(AskRefresh.safeParse(req.body));
    const about = message(body.person, req.params.id);
    const shown = await refresh(teams, body.person, about, body.trigger);
    res.json({ shown, message: messageView(about, body.person, teams.ownCards) });
  });
  router.post('/chat/messages/:id/search', async (req, res) => {
    const body = person(Search.safeParse(req.body));
    res.json({ choices: await search(teams, body.person, message(body.person, req.params.id), body) });
  });
  return router;
}

const chatErrors: ErrorRequestHandler = (error, _req, res, _next) => {
  const refused = readRefusal(error);
  const status = refused?.status ?? (isBodyFault(error) ? 400 : 500);
  const fallback = status === 400 ? 'The body cannot be read.' : 'The sandbox failed.';
  res.status(status).json({ error: { code: refused?.code ?? 'BadRequest', message: refused?.message ?? fallback } });
};
