import type { Router } from 'express';
import type { Messenger } from '../requests/ports/messenger.ts';
import type { Services } from '../requests/ports/services.ts';
import { createApplication } from './application.ts';
import type { IncomingActivity } from './bot/activity.ts';
import { BotAdapter, type ChannelTrust, type TurnResult } from './bot/bot-adapter.ts';
import type { BotIdentity } from './bot/credentials.ts';
import { createFrontDoor } from './bot/http-endpoint.ts';
import { SenderMemory } from './bot/known-contacts.ts';
import { checkSender } from './bot/sender.ts';
import { errorInvokeAnswer, respond, setTurn } from './bot/turn.ts';
import { createMessenger } from './delivery/create-messenger.ts';
import { answerTurnError } from './routes/refusal.ts';
import { DATASETS, type Datasets } from './routes/search.ts';

export interface TeamsOptions {
  readonly services: Services;
  readonly identity: BotIdentity;
  /** What cards may search in while somebody types; those of our cards unless a test brings its own. */
  readonly datasets?: Datasets;
  /** For tests alone. */
  readonly trust?: ChannelTrust;
}

export interface Teams {
  /** Takes in what Teams messages; mounted at the root. */
  readonly router: Router;
  /** Says things in Teams, for the jobs. */
  readonly messenger: Messenger;
}

/** Kinds of activities that are told apart when counting: what a caller writes is no label. */
const TYPES = ['message', 'invoke', 'conversationUpdate', 'installationUpdate'] as const;

/** The bot as Teams sees it: everything between the wire and the verbs. */
export function createTeams({ services, identity, datasets = DATASETS, trust }: TeamsOptions): Teams {
  const demo = identity.demo === true;
  const adapter = new BotAdapter(identity, trust);
  adapter.onTurnError = answerTurnError;
  const app = createApplication(adapter, datasets);
  const memory = new SenderMemory(services);

  async function take(authorization: string, activity: IncomingActivity): Promise<TurnResult> {
    let dropped = false;
    const result = await answer(authorization, activity, () => {
      dropped = true;
    });
    const type = TYPES.find((known) => known === activity.type) ?? 'other';
    services.meter.count('turns', { type, outcome: dropped ? 'dropped' : result.kind });
    return result;
  }

  function answer(authorization: string, activity: IncomingActivity, drop: () => void): Promise<TurnResult> {
    const correlation = services.ids.next();
    return adapter.answer(authorization, activity, async (context) => {
      const sender = checkSender(activity, { tenantId: services.tenantId, demo });
      if (typeof sender === 'string') {
        drop();
        services.log.warn({ correlation, why: sender }, 'activity dropped');
        if (activity.type === 'invoke') await respond(context, errorInvokeAnswer(403, 'Airlock cannot do this here.'));
        return;
      }
      const key = `${sender.place.key}:${activity.id ?? correlation}`;
      setTurn(context, { services, activity, sender, correlation, key });
      await memory.remember(sender);
      await app.run(context);
    });
  }

  return {
    router: createFrontDoor({ take, loopbackOnly: demo, log: services.log }),
    messenger: createMessenger({ services, demo, connector: (serviceUrl) => adapter.connector(serviceUrl) }),
  };
}
