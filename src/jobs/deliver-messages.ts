import type { Messenger } from '../requests/ports/messenger.ts';
import type { OutboxMessage } from '../requests/ports/outbox.ts';
import type { Services } from '../requests/ports/services.ts';
import { doubling, nextTry, UNREADABLE_PAUSE } from '../shared/backoff.ts';
import { errorFields, isAirlockError } from '../shared/errors.ts';
import type { JobSettings } from './job-settings.ts';

/** Gives the random share of a pause, 0 to 1, so that many instances do not retry at the same moment. */
export type Jitter = () => number;

/** How long to wait before sending a message again that Teams did not accept. */
const DELIVERY_PAUSES = doubling(500, 60_000);

export interface Delivery {
  readonly messenger: Messenger;
  readonly jitter: Jitter;
}

/**
 * Delivers due messages in parallel, but one at a time in each conversation.
 * @returns how many messages were claimed
 */
export async function deliverMessages(
  services: Services,
  delivery: Delivery,
  owner: string,
  settings: JobSettings,
): Promise<number> {
  const messages = await services.store.takeMessages(
    owner,
    services.clock.now(),
    settings.postLease,
    settings.deliverAtOnce,
  );
  await Promise.all(messages.map((message) => deliverMessage(services, delivery, message, settings)));
  return messages.length;
}

async function deliverMessage(
  services: Services,
  { messenger, jitter }: Delivery,
  message: OutboxMessage,
  settings: JobSettings,
): Promise<void> {
  try {
    const shown = await deliverOrAnew(messenger, message);
    await services.store.messageShown(message, { ...shown, at: services.clock.now() });
  } catch (error) {
    const code = isAirlockError(error) ? error.code : 'internal';
    const said = isAirlockError(error) ? errorFields(error) : { code };
    const fields = { messageId: message.id, conversation: message.conversation, attempts: message.attempts, ...said };
    if (code === 'store-corrupt') {
      services.log.error(fields, 'message postponed');
      await services.store.postponeMessage(message, services.clock.now() + UNREADABLE_PAUSE);
      return;
    }
    if (code === 'delivery-gone' || message.attempts + 1 >= settings.deliverAttempts) {
      services.log.error({ ...fields, err: error }, 'message given up');
      await services.store.dropMessage(message, code);
      return;
    }
    const asked = isAirlockError(error) ? error.details.retryAt : null;
    const dueAt = nextTry(services.clock.now(), DELIVERY_PAUSES(message.attempts, jitter()), asked);
    services.log.warn({ ...fields, dueAt }, 'message delayed');
    await services.store.postponeMessage(message, Math.ceil(dueAt), isUnclear(error));
  }
}

/**
 * A message that can no longer be updated, since somebody deleted it, is sent anew where Teams never showed what it is
 * about: the answer to somebody's wish is not lost with the message that promised it.
 */
async function deliverOrAnew(messenger: Messenger, message: OutboxMessage) {
  try {
    return await messenger.deliver(message);
  } catch (error) {
    const isGone = message.activityId !== null && !message.wasShown && isAirlockError(error, 'delivery-gone');
    if (!isGone) throw error;
    return messenger.deliver({ ...message, activityId: null });
  }
}

/** Whether Teams may show the message nevertheless: it gave no answer, or one of a server in between. */
function isUnclear(error: unknown): boolean {
  if (!isAirlockError(error, 'delivery-failed')) return false;
  const { statusCode } = error.details;
  return typeof statusCode !== 'number' || statusCode >= 500;
}
