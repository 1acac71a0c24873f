import { t } from '../shared/language/worded.ts';
import './bot/leave-out.ts';

import { Application } from '@microsoft/teams-ai/lib/Application.js';
import type { TurnContext } from 'botbuilder';
import type { Router } from 'express';
import type { Messenger } from '../requests/ports/messenger.ts';
import type { LookAtPlace } from '../requests/ports/places.ts';
import type { Services } from '../requests/ports/services.ts';
import { AirlockError } from '../shared/errors.ts';
import { inLanguage } from '../shared/language/worded.ts';
import type { Counted } from '../shared/runtime.ts';
import { parseAction } from './actions/parse-action.ts';
import { checkSender, type IncomingActivity, languageOfTurn, type Sender, SenderMemory } from './bot/activity.ts';
import { fileFetcher } from './bot/attached-file.ts';
import { BotAdapter, type ChannelTrust, type TurnResult } from './bot/bot-adapter.ts';
import type { BotIdentity } from './bot/credentials.ts';
import { createFrontDoor } from './bot/http-endpoint.ts';
import { Looks } from './bot/looks.ts';
import { meetSender } from './bot/meet-sender.ts';
import { type Limits, Paces, TurnPace } from './bot/pace.ts';
import {
  errorInvokeAnswer,
  type InvokeAnswer,
  NOTHING_SAID,
  respond,
  setTurn,
  type Turn,
  turnOf,
  unknownInvokeAnswer,
} from './bot/turn.ts';
import { answerCompose, isFromCompose } from './compose/compose-extension.ts';
import { createMessenger, createTeller } from './delivery/create-messenger.ts';
import { createPlaceReader } from './delivery/look-at-place.ts';
import { answerCardAction } from './routes/card-action.ts';
import { closedDoor } from './routes/door.ts';
import { greet } from './routes/installed.ts';
import { hearMessage, hearUpdate } from './routes/message.ts';
import { answerTurnError } from './routes/refusal.ts';
import { answerSearch, DATASETS, type Datasets } from './routes/search.ts';
import { heedSharing } from './routes/shared-channel.ts';
import { slowDown } from './routes/slow-down.ts';

/** Answers every kind of invoke: Teams treats an unanswered one as a failure and sends it again. */
async function answerInvoke(turn: Turn, datasets: Datasets): Promise<InvokeAnswer> {
  switch (turn.activity.name) {
    case 'adaptiveCard/action':
      return answerCardAction(turn);
    case 'application/search':
      return answerSearch(turn, datasets);
    default: {
      const shut = await closedDoor(turn);
      const text = shut ? shut.message : t`Airlock does not do that. Write "help" to see what it does.`;
      return unknownInvokeAnswer(turn.activity.name ?? '', text);
    }
  }
}

/** Everything that decides or lasts is in the store; Airlock never keeps anything in the SDK's turn state. */
const NO_STORAGE = {
  read: async () => ({}),
  write: async () => {
    throw new AirlockError('internal', 'Something was written into the turn state of the SDK.');
  },
  delete: async () => undefined,
};

/**
 * The SDK's application with Airlock's own routes only. Its card actions, mention stripping, typing timer and state are
 * not used (docs/facts/teams.md#traps-of-teams-ai). The first route that matches, in this order, handles the activity.
 */
function createApplication(adapter: BotAdapter, datasets: Datasets): Application {
  const app = new Application({
    adapter,
    storage: NO_STORAGE,
    startTypingTimer: false,
    removeRecipientMention: false,
    longRunningMessages: false,
  });
  app.addRoute(
    async ({ activity }) => activity.type === 'invoke',
    async (context) =>
      isFromCompose(context.activity)
        ? answerCompose(context)
        : respond(context, await answerInvoke(turnOf(context), datasets)),
    true,
  );
  app.addRoute(
    async ({ activity }) => activity.type === 'message',
    (context) => hearMessage(turnOf(context)),
  );
  app.addRoute(
    async ({ activity }) => activity.type === 'messageUpdate',
    (context) => hearUpdate(turnOf(context)),
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

/** A compose box may be anywhere: neither its conversation nor who writes there becomes somewhere to send to. */
const NOBODY = { remember: async () => undefined };

export interface TeamsOptions {
  readonly services: Services;
  readonly identity: BotIdentity;
  /** No limits where absent. */
  readonly limits?: Limits;
  /** Whether cards that refresh by themselves go by what the directory said some seconds ago; they ask where absent. */
  readonly keepsLooks?: boolean;
  /** What cards may search in while somebody types; the default is what Airlock's cards use. */
  readonly datasets?: Datasets;
  /** For tests only. */
  readonly trust?: ChannelTrust;
}

export interface Teams {
  /** Receives activities from Teams; mounted at the root. */
  readonly router: Router;
  /** Delivers messages to Teams, for the jobs. */
  readonly messenger: Messenger;
  /** Asks Teams about a channel or chat, for the jobs. */
  readonly lookAtPlace: LookAtPlace;
}

/**
 * The activity types that are counted separately. Any other type is counted as `other`, since callers must not choose
 * labels.
 */
const TYPES = ['message', 'invoke', 'conversationUpdate', 'installationUpdate'] as const;

/** Counts a turn by what came and how it ended. */
function count({ meter }: Services, { type: came }: IncomingActivity, outcome: Counted['turns']['outcome']): void {
  meter.count('turns', { type: TYPES.find((known) => known === came) ?? 'other', outcome });
}

async function drop(
  context: TurnContext,
  { type }: IncomingActivity,
  { services, ...fields }: { readonly services: Services; readonly correlation: string; readonly why: string },
): Promise<'dropped'> {
  services.log.warn(fields, 'activity dropped');
  if (type === 'invoke') await respond(context, errorInvokeAnswer(403, t`Airlock cannot do this here.`));
  return 'dropped';
}

/** Whether a client shows a card anew by itself. Whatever else comes may be somebody's own doing. */
function isRefresh({ type, name, value }: IncomingActivity): boolean {
  const action = type === 'invoke' && name === 'adaptiveCard/action' ? parseAction(value) : null;
  return action !== null && !action.isManual && action.verb === 'view';
}

/** The services of each turn: refreshes share what the directory said; after anything else its sender is asked anew. */
function servicesFor(services: Services, keepsLooks = false) {
  const looks = keepsLooks ? new Looks(services.clock) : null;
  return (activity: IncomingActivity, { actor }: Sender): Services => {
    if (looks !== null && isRefresh(activity)) return looks.of(services);
    looks?.forget(actor.oid);
    return services;
  };
}

async function inItsLanguage(turn: Turn, run: () => Promise<unknown>): Promise<void> {
  await inLanguage(await languageOfTurn(turn.services, turn.sender), run);
}

async function runInPace(app: Application, context: TurnContext, turn: Turn, pace: TurnPace) {
  setTurn(context, turn);
  await inItsLanguage(turn, () => (pace.now === 'go' ? app.run(context) : slowDown(context, turn, pace.now)));
  return pace.now === 'go' ? 'answered' : 'limited';
}

/** What a turn does outside at once. */
function handsOf(delivery: Parameters<typeof createTeller>[0]) {
  const teller = createTeller(delivery);
  const fetchFile = fileFetcher(delivery.demo);
  return ({ conversation, mri }: Sender): Pick<Turn, 'tell' | 'fetchFile'> => ({
    tell: (words) => teller(conversation, words, mri),
    fetchFile,
  });
}

/** The bot as Teams sees it: everything between HTTP and the use cases. */
export function createTeams({ services, identity, limits, ...more }: TeamsOptions): Teams {
  const demo = identity.demo === true;
  const adapter = new BotAdapter(identity, more.trust);
  adapter.onTurnError = (context, error) => inItsLanguage(turnOf(context), () => answerTurnError(context, error));
  const app = createApplication(adapter, more.datasets ?? DATASETS);
  const memory = new SenderMemory(services);
  const delivery = { services, demo, connector: (serviceUrl: string) => adapter.connector(serviceUrl) };
  const hands = handsOf(delivery);
  const paces = limits && new Paces(limits, services.clock);
  const servicesOf = servicesFor(services, more.keepsLooks);

  async function take(authorization: string, activity: IncomingActivity): Promise<TurnResult> {
    let outcome: 'answered' | 'dropped' | 'limited' = 'answered';
    const result = await adapter.answer(authorization, activity, async (context) => {
      outcome = await hear(context, activity);
    });
    count(services, activity, result.kind === 'answered' ? outcome : result.kind);
    return result;
  }

  async function hear(context: TurnContext, activity: IncomingActivity) {
    const correlation = services.ids.next();
    await heedSharing(services, activity, correlation);
    const sender = checkSender(activity, { tenantId: services.tenantId, demo });
    if (typeof sender === 'string') return drop(context, activity, { correlation, why: sender, services });
    const key = `${sender.conversation.key}:${activity.id ?? correlation}`;
    const met = meetSender(servicesOf(activity, sender), sender, isFromCompose(activity) ? NOBODY : memory);
    const turnPace = new TurnPace(paces, sender, activity);
    const admit = () => turnPace.note(met.admit());
    const pace = (closed: AirlockError | null) => turnPace.answer(closed);
    const turn = { ...met, ...hands(sender), admit, pace, activity, sender, correlation, key, said: NOTHING_SAID };
    return turnPace.run(() => runInPace(app, context, turn, turnPace));
  }

  return {
    router: createFrontDoor({ take, mayCall: adapter.mayCall, loopbackOnly: demo, log: services.log }),
    messenger: createMessenger(delivery),
    lookAtPlace: createPlaceReader(delivery),
  };
}
