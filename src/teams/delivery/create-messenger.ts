import { z } from 'zod';
import type { Answer } from '../../requests/messages/answers.ts';
import { languageOfPlace } from '../../requests/messages/outbox-messages.ts';
import type { Messenger } from '../../requests/ports/messenger.ts';
import type { Conversation, OutboxMessage } from '../../requests/ports/outbox.ts';
import type { Services } from '../../requests/ports/services.ts';
import { AirlockError, errorFields } from '../../shared/errors.ts';
import { ENGLISH, type Language } from '../../shared/language/languages.ts';
import { inLanguage } from '../../shared/language/worded.ts';
import type { BotAdapter } from '../bot/bot-adapter.ts';
import { parseServiceUrl } from '../bot/service-url.ts';
import { connectorError } from './connector-error.ts';
import { createRefreshAudience } from './refresh-audience.ts';
import { type RenderedMessage, renderAnswer, renderMessage } from './send-message.ts';

/** Milliseconds that Teams has to accept a message; well within the lease of a message. */
const PATIENCE = 10_000;

export interface MessengerOptions {
  readonly services: Services;
  readonly demo: boolean;
  readonly connector: BotAdapter['connector'];
}

/** Delivers messages through the Bot Connector: one call for each message, and no retries, which are up to the job. */
export function createMessenger({ services, demo, connector }: MessengerOptions): Messenger {
  const refreshAudience = createRefreshAudience(services);

  async function call(where: Conversation, message: OutboxMessage, rendered: RenderedMessage): Promise<string> {
    const { conversations } = await connector(where.serviceUrl);
    const options = { timeout: PATIENCE };
    const { activityId: known, content } = message;
    return asTargeted(content.kind === 'answer' ? content.onlyFor : undefined, async (recipient) => {
      const activity = { ...wireActivity(where, rendered), ...recipient };
      if (known === null) return (await conversations.sendToConversation(where.key, activity, options)).id;
      await conversations.updateActivity(where.key, known, { ...activity, id: known }, options);
      return known;
    });
  }

  /** An answer is framed in the language of its words; any other card is drawn in that of its place. */
  function languageFor({ content }: OutboxMessage, where: Conversation): Language {
    return content.kind === 'answer' ? (content.language ?? ENGLISH) : languageOfPlace(where, services);
  }

  return {
    async deliver(message) {
      const where = await services.store.conversation(message.conversation);
      const serviceUrl = where && parseServiceUrl(urlFor(where, message), demo);
      if (!where || !serviceUrl) {
        throw new AirlockError('delivery-gone', 'The bot does not know how to send to this conversation.', {
          details: { refuses: 'place' },
        });
      }
      const rendered = await inLanguage(languageFor(message, where), () =>
        renderMessage(services, message, where.kind, refreshAudience),
      );
      const activityId = await call({ ...where, serviceUrl }, message, rendered).catch((cause: unknown) => {
        throw connectorError(cause, services.clock.now());
      });
      if (!activityId) throw new AirlockError('delivery-failed', 'Teams did not return the id of the message.');
      return { activityId, rev: rendered.rev };
    },
  };
}

/** Where a place is refused, its former address is asked in turn with the one of today: Teams moves conversations. */
function urlFor({ serviceUrl, formerUrl }: Conversation, { failing }: OutboxMessage): string {
  return formerUrl !== undefined && (failing?.refusals ?? 0) % 2 === 1 ? formerUrl : serviceUrl;
}

/** Milliseconds for an answer that is sent while the turn waits. */
const TELL_PATIENCE = 5_000;

/** Sends an answer at once and stores nothing; what Teams does not take is lost. */
export function createTeller({ services, connector }: MessengerOptions) {
  return async (where: Omit<Conversation, 'seenAt'>, answer: Answer, mri: string): Promise<void> => {
    const { clock, log } = services;
    try {
      const { conversations } = await connector(where.serviceUrl);
      const activity = wireActivity(where, renderAnswer(answer, clock.now()));
      await asTargeted(where.kind === 'personal' ? undefined : mri, (recipient) =>
        conversations.sendToConversation(where.key, { ...activity, ...recipient }, { timeout: TELL_PATIENCE }),
      );
    } catch (cause) {
      log.warn({ ...errorFields(connectorError(cause, clock.now())) }, 'answer not sent');
    }
  };
}

/**
 * Sends only the card: with text beside it, Teams splits the message and returns no id to update it by
 * (docs/facts/teams.md#retries-and-duplicates).
 */
function wireActivity(
  { key, kind, botId }: Omit<Conversation, 'seenAt'>,
  { card, summary }: Pick<RenderedMessage, 'card' | 'summary'>,
) {
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

/** Beside a message that one member alone is to see; the adapter puts it on the wire as Teams wants it. */
interface Recipient {
  readonly recipient?: {
    readonly id: string;
    readonly name: string;
    readonly properties: { readonly isTargeted: true };
  };
}

const refused = z.object({ statusCode: z.int().min(400).max(499) });

/** Of these Teams says that it may take the same later. */
const LATER: ReadonlySet<number> = new Set([408, 429]);

/**
 * Sends something to one member alone, and to all who read along where Teams does not take that: an older client, or a
 * conversation that cannot show it.
 * @param onlyFor the member's id in Teams; undefined for what is meant for all
 * @param send throws what the SDK throws
 */
async function asTargeted<R>(onlyFor: string | undefined, send: (recipient: Recipient) => Promise<R>): Promise<R> {
  if (onlyFor === undefined) return send({});
  try {
    return await send({ recipient: { id: onlyFor, name: '', properties: { isTargeted: true } } });
  } catch (error) {
    const { success, data } = refused.safeParse(error);
    if (!success || LATER.has(data.statusCode)) throw error;
    return send({});
  }
}
