import { Application } from '@microsoft/teams-ai/lib/Application.js';
import { AirlockError } from '../shared/errors.ts';
import type { BotAdapter } from './bot/bot-adapter.ts';
import { type InvokeAnswer, respond, type Turn, textInvokeAnswer, turnOf } from './bot/turn.ts';
import { answerCardAction } from './routes/card-action.ts';
import { greet } from './routes/installed.ts';
import { hearMessage } from './routes/message.ts';
import { answerSearch, type Datasets } from './routes/search.ts';

/** Answers every invoke there is: one that nobody answers is a failure in Teams, and is sent again. */
async function answerInvoke(turn: Turn, datasets: Datasets): Promise<InvokeAnswer> {
  switch (turn.activity.name) {
    case 'adaptiveCard/action':
      return answerCardAction(turn);
    case 'application/search':
      return answerSearch(turn, datasets);
    default:
      return textInvokeAnswer('Airlock does not do that. Write "help" to see what it does.');
  }
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
 * The SDK's application with our own routes alone. Its card actions, mention stripping, typing timer and state are all
 * left unused (docs/facts/teams.md#traps-of-teams-ai). Routes are asked in this order and the first that fits is taken.
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
