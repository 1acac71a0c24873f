import { setTimeout as wait } from 'node:timers/promises';
import express, { type Router } from 'express';
import type { World } from '../company/world.ts';
import { connectorErrors } from '../connector/connector-errors.ts';
import { conversationsRouter } from '../connector/conversations-router.ts';
import { membersRouter } from '../connector/members-router.ts';
import { RateLimits, READ_LIMITS, SEND_LIMITS } from '../connector/rate-limits.ts';
import { faultable } from '../faults/faultable.ts';
import { createPage } from '../page/create-page.ts';
import { localOnly } from '../wire/local-only.ts';
import { chatRouter } from './chat-router.ts';
import { AttachedFiles } from './state/attached-files.ts';
import { type Activity, botAddedActivity, installedActivity } from './state/bot-activities.ts';
import { BotLink } from './state/bot-link.ts';
import { ChatFeed } from './state/chat-feed.ts';
import { ChatState } from './state/chat-state.ts';
import { type Conversation, TEAM } from './state/conversation.ts';
import { OwnCards } from './state/own-cards.ts';
import type { Teams } from './state/teams.ts';

const RETRY_MS = 250;

/**
 * Installs the bot in the team and for every person as soon as the bot is running, and later for whoever joins. Waits
 * for the bot, and for its answer, until `signal` aborts.
 * @returns settles when nothing more is to be delivered
 */
function introduce(teams: Teams, signal: AbortSignal): { settled(): Promise<void> } {
  let last = introduceAll(teams, signal);
  teams.chat.events.on('joined', (chat) => {
    last = last.then(() => introduceTo(teams, signal, chat));
  });
  return { settled: () => last };
}

async function introduceAll(teams: Teams, signal: AbortSignal): Promise<void> {
  const rooms = [...teams.chat.conversations.values()].filter(({ id }) => !teams.chat.introduced.has(id));
  while (!(await teams.bot.healthy())) {
    if (signal.aborted) return;
    await wait(RETRY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
  const team = rooms.filter(({ id }) => id === TEAM.id);
  const personal = rooms.filter(({ kind }) => kind === 'personal');
  for (const room of [...team, ...personal]) await introduceTo(teams, signal, room);
}

async function introduceTo(teams: Teams, signal: AbortSignal, conversation: Conversation): Promise<void> {
  for (const activity of introductions(teams, conversation)) {
    while (!signal.aborted && (await teams.bot.deliver(activity)).kind !== 'answered')
      await wait(RETRY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
  if (signal.aborted) return;
  teams.chat.introduced.add(conversation.id);
  teams.chat.events.emit('introduced');
}

/** For a team: the bot was added. For a person's own chat: the app was installed, and the bot added. */
function* introductions(teams: Teams, conversation: Conversation): Generator<Activity> {
  const [first] = conversation.members;
  if (!first) return;
  const target = { conversation, threadId: null };
  if (conversation.kind === 'personal') yield installedActivity(teams.envelope(), first, target);
  yield botAddedActivity(teams.envelope(), first, target);
}

const TEAMS_PATIENCE_MS = 15_000;
const BODY_LIMIT = '1mb';

export interface ChatOptions {
  readonly world: World;
  /** The bot's messaging endpoint, `http://127.0.0.1:.../api/messages`. */
  readonly botUrl: () => string;
  /** The address of this sandbox: the serviceUrl of every activity. */
  readonly selfUrl: () => string;
  /** How long the bot may take to answer, in milliseconds; Teams' 15 seconds when absent. */
  readonly botTimeoutMs?: number;
  /** Is given the state of Teams before anything happens in it. */
  readonly prepare?: (state: ChatState) => void;
}

export interface Chat {
  readonly state: ChatState;
  /** Serves the Bot Connector under /v3, the chat page at / and its API under /chat. */
  readonly router: Router;
  /** Settles once the bot knows everybody who is in the company so far. */
  introduced(): Promise<void>;
  /** Ends the streams, the open deliveries and the wait for the bot. */
  close(): Promise<void>;
}

/** Creates the sandbox's Teams: its Bot Connector, its conversations, and the page that shows them. */
export function createChat(options: ChatOptions): Chat {
  const teams = createTeams(options);
  options.prepare?.(teams.chat);
  const feed = new ChatFeed(teams);
  const closing = new AbortController();
  const introduced = introduce(teams, closing.signal);
  const router = express.Router();
  router.use(localOnly);
  router.use(connector(teams));
  router.use(chatRouter(teams, feed));
  router.use(createPage());
  return {
    state: teams.chat,
    router,
    introduced: introduced.settled,
    close: async () => {
      closing.abort();
      teams.bot.close();
      feed.close();
      await introduced.settled();
    },
  };
}

function createTeams(options: ChatOptions): Teams {
  const { world, botUrl, selfUrl } = options;
  const chat = new ChatState(world);
  return {
    world,
    chat,
    ownCards: new OwnCards(chat, () => world.now()),
    bot: new BotLink({ botUrl, timeoutMs: options.botTimeoutMs ?? TEAMS_PATIENCE_MS }),
    files: new AttachedFiles(),
    envelope: (id = chat.nextId()) => ({ id, at: world.now(), serviceUrl: selfUrl(), tenantId: world.tenantId }),
  };
}

function connector(teams: Teams): Router {
  const now = () => teams.world.now();
  const router = express.Router();
  router.use('/v3', faultable(teams.world, 'connector'), express.json({ limit: BODY_LIMIT }));
  router.use(conversationsRouter(teams, new RateLimits(SEND_LIMITS, now)));
  router.use(membersRouter(teams, new RateLimits(READ_LIMITS, now)));
  router.use('/v3', (_req, res) => {
    res.status(404).json({ error: { code: 'NotFound', message: 'No such operation.' } });
  });
  router.use('/v3', connectorErrors);
  return router;
}
