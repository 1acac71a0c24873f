import { Application } from '@microsoft/teams-ai/lib/Application.js';
import type { TurnContext } from 'botbuilder';
import { AirlockError } from '../errors.ts';
import type { BotAdapter } from './bot-adapter.ts';
import type { InvokeAnswer } from './invoke-answer.ts';
import type { Turn } from './turn.ts';
import { greet } from './turns/installed.ts';
import { answerInvoke } from './turns/invoke.ts';
import { hearMessage } from './turns/message.ts';
import type { Datasets } from './turns/search.ts';

const TURN = Symbol('turn');

/** Hands a turn to the routes; botbuilder's context is all that they get from the SDK. */
export function setTurn(context: TurnContext, turn: Turn): void {
  context.turnState.set(TURN, turn);
}

export function turnOf(context: TurnContext): Turn {
  const turn = context.turnState.get<Turn>(TURN);
  if (!turn) throw new AirlockError('internal', 'A turn was begun without its sender having been checked.');
  return turn;
}

/** Sends the answer of an invoke, which the adapter hands to the HTTP response. */
export async function respond(context: TurnContext, body: InvokeAnswer): Promise<void> {
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

/** What decides and what lasts is in the store; nothing of Airlock is ever in the SDK's turn state. */
const NO_STORAGE = {
  read: async () => ({}),
  write: async () => {
    throw new AirlockError('internal', 'Something was written into the turn state of the SDK.');
  },
  delete: async () => undefined,
};

/**
 * The SDK's application with our own routes alone. Its card actions, mention stripping, typing timer and state are all left unused
 * (facts/teams.md 1.5, facts/style.md 6). Routes are asked in this order and the first that fits is taken.
 */
export function createApplication(adapter: BotAdapter, datasets: Datasets): Application {
  const app = new Application({
    adapter,
    storage: NO_STORAGE,
    startTypingTimer: false,
    removeRecipientMention: false,
    longRunningMessages: false,
  });
  app.addRoute(
    async ({ activity }) => activity.type === 'invoke',
    async (context) => respond(context, await answerInvoke(turnOf(context), datasets)),
    true,
  );
  app.addRoute(
    async ({ activity }) => activity.type === 'message',
    (context) => hearMessage(turnOf(context)),
  );
  app.addRoute(
    async ({ activity }) => activity.type === 'conversationUpdate' || activity.type === 'installationUpdate',
    (context) => greet(turnOf(context)),
  );
  app.addRoute(
    async () => true,
    async () => undefined,
  );
  return app;
}
