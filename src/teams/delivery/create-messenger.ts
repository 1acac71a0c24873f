import type { Messenger } from '../../requests/ports/messenger.ts';
import type { Conversation, OutboxMessage } from '../../requests/ports/outbox.ts';
import type { Services } from '../../requests/ports/services.ts';
import { AirlockError } from '../../shared/errors.ts';
import { isServiceUrlAllowed } from '../bot/activity.ts';
import type { BotAdapter } from '../bot/bot-adapter.ts';
import { connectorError } from './connector-error.ts';
import { createRefreshAudience } from './refresh-audience.ts';
import { type PostMessage, postMessage } from './send-message.ts';

/** Milliseconds that Teams has to take a message: well within the lease of a post. */
const PATIENCE = 10_000;

export interface MessengerOptions {
  readonly services: Services;
  readonly demo: boolean;
  readonly connector: BotAdapter['connector'];
}

/** Says things through the Bot Connector: one call a post and no retries of its own, those are the job's. */
export function createMessenger({ services, demo, connector }: MessengerOptions): Messenger {
  const refreshAudience = createRefreshAudience(services);

  async function call(where: Conversation, post: OutboxMessage, message: PostMessage): Promise<string> {
    const { conversations } = await connector(where.serviceUrl);
    const activity = wireActivity(where, message);
    const options = { timeout: PATIENCE };
    if (post.activityId !== null) {
      const updated = { ...activity, id: post.activityId };
      await conversations.updateActivity(where.key, post.activityId, updated, options);
      return post.activityId;
    }
    const { id } = await conversations.sendToConversation(where.key, activity, options);
    return id;
  }

  return {
    async deliver(post) {
      const where = await services.store.conversation(post.conversation);
      if (!where || !isServiceUrlAllowed(where.serviceUrl, demo)) {
        throw new AirlockError('delivery-gone', 'The bot does not know how to speak in this conversation.');
      }
      const message = await postMessage(services, post, refreshAudience);
      const activityId = await call(where, post, message).catch((cause: unknown) => {
        throw connectorError(cause, services.clock.now());
      });
      if (!activityId)
        throw new AirlockError('delivery-failed', 'Teams did not say under which id the message stands.');
      return { activityId, rev: message.rev };
    },
  };
}

/**
 * The card alone: with text beside it Teams splits the message and gives no id to update it by
 * (docs/facts/teams.md#retries-and-duplicates).
 */
function wireActivity({ key, kind, botId }: Conversation, { card, summary }: PostMessage) {
  return {
    type: 'message',
    from: { id: botId, name: 'Airlock' },
    conversation: { id: key, isGroup: kind !== 'personal', conversationType: wireKind(kind), name: '' },
    summary,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  };
}

function wireKind(kind: Conversation['kind']): string {
  return kind === 'group' ? 'groupChat' : kind;
}
