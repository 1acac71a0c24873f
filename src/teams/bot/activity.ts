import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Conversation } from '../../requests/ports/outbox.ts';
import type { Services } from '../../requests/ports/services.ts';
import type { Actor } from '../../requests/record/request.ts';
import { channelOf } from '../../requests/rules/setting-owner.ts';
import { conversationKey, entraObjectId, type TenantId } from '../../shared/ids.ts';
import { type Language, languageOf } from '../../shared/language/languages.ts';
import { troubleOf } from '../../shared/store-trouble.ts';
import { cleanText } from '../language/normalise.ts';
import { parseServiceUrl } from './service-url.ts';

/** Treats a value of the wrong shape as absent; the sender check and the routes decide what that means. */
function soft<T extends z.ZodType>(schema: T) {
  return schema.optional().catch(undefined);
}

const label = z.string().max(1_024);

const account = z.object({
  id: soft(label),
  name: soft(label),
  aadObjectId: soft(label),
  role: soft(label),
  tenantId: soft(label),
});

const mention = z.object({
  type: z.literal('mention'),
  mentioned: z.object({ id: label }),
  text: label,
});

/** Which message was quoted, as clients of today tell it. */
const quotedReply = z.object({ type: z.literal('quotedReply'), quotedReply: z.object({ messageId: label }) });

/** A quoted message comes as an attachment, too: by a reference, or as a quote in the message's own HTML. */
const attachment = z.object({
  contentType: label,
  id: soft(label),
  name: soft(label),
  content: soft(z.unknown()),
});

const added = z.object({ id: soft(label), tenantId: soft(label) }).catch({ id: undefined, tenantId: undefined });
const tenant = z.object({ tenantId: soft(label) });

/** What Teams adds to an activity; the members about shared channels are those of `channelShared` and its like. */
const channelDataSchema = z.object({
  tenant: soft(z.object({ id: soft(label) })),
  team: soft(z.object({ id: soft(label) })),
  channel: soft(z.object({ id: soft(label), name: soft(label) })),
  eventType: soft(label),
  sharedWithTeams: soft(z.array(tenant)),
  membershipSource: soft(tenant),
});

/**
 * The keys of an activity that Airlock reads. Every other key, such as `deliveryMode`, is dropped before the SDK sees
 * it.
 */
const schema = z.object({
  type: z.string().min(1).max(64),
  id: soft(label),
  name: soft(label),
  channelId: soft(label),
  serviceUrl: soft(label),
  replyToId: soft(label),
  action: soft(label),
  /** An IANA name, such as Europe/Berlin. */
  localTimezone: soft(label),
  /** What the sender's client is set to, as BCP 47. */
  locale: soft(label),
  text: soft(z.string()),
  value: z.unknown().optional(),
  from: soft(account),
  recipient: soft(account),
  conversation: soft(
    z.object({
      id: soft(label),
      tenantId: soft(label),
      conversationType: soft(label),
      isGroup: soft(z.boolean()),
      name: soft(label),
    }),
  ),
  channelData: soft(channelDataSchema),
  entities: z.array(z.union([mention, quotedReply]).nullable().catch(null)).catch([]),
  attachments: z.array(attachment.nullable().catch(null)).catch([]),
  membersAdded: z.array(added).catch([]),
});

/** An incoming activity. Only its shape has been checked. */
export type IncomingActivity = z.infer<typeof schema>;

/** @returns null for what is not an activity at all: no object, or one without a type. */
export function parseActivity(body: unknown): IncomingActivity | null {
  const parsed = schema.safeParse(body);
  return parsed.success ? parsed.data : null;
}

/** How many conversations and people are kept in memory. */
const KEPT = 4_000;

/** Milliseconds after which something unchanged is stored again, so that `seenAt` says roughly when. */
const STALE = 6 * 3_600_000;

/**
 * Stores the conversations and the people of incoming activities, so that Airlock can send messages there later; for a
 * thread also its channel. What could not be delivered there is sent now. Skips what has not changed. A person met
 * outside their personal chat keeps the one that the store knows.
 */
export class SenderMemory {
  readonly #services: Services;
  readonly #known = new LRUCache<string, { readonly print: string; readonly at: number }>({ max: KEPT });

  constructor(services: Services) {
    this.#services = services;
  }

  /** Where nothing can be stored, whoever only looks goes on, and is remembered another time. */
  async remember(sender: Sender): Promise<void> {
    try {
      await this.#remember(sender);
    } catch (error) {
      if (troubleOf(error) === null) throw error;
      this.#services.log.warn({ err: error }, 'sender not remembered');
    }
  }

  async #remember({ conversation, actor, mri, language }: Sender): Promise<void> {
    const { store, tenantId, clock } = this.#services;
    const seenAt = clock.now();
    for (const key of new Set([conversation.key, channelOf(conversation.key)])) {
      const where = { ...conversation, key };
      await this.#once(`place:${key}`, JSON.stringify(where), seenAt, () =>
        store.rememberConversation({ ...where, seenAt }),
      );
    }
    await store.signOfLife(conversation.key, seenAt);
    const personal = conversation.kind === 'personal' ? conversation.key : null;
    const { oid, name } = actor;
    const said = language === null ? {} : { language };
    const spoken = `spoken:${oid}`;
    const key = `person:${oid}:${personal !== null}`;
    if (language !== null && this.#known.get(spoken)?.print !== language) this.#known.delete(key);
    await this.#once(key, JSON.stringify([mri, name, personal]), seenAt, () =>
      store.rememberContact({ tenantId, oid, mri, name, personal, seenAt, ...said }),
    );
    if (language !== null) this.#known.set(spoken, { print: language, at: seenAt });
  }

  async #once(key: string, print: string, at: number, write: () => Promise<void>): Promise<void> {
    const known = this.#known.get(key);
    if (known && known.print === print && at - known.at < STALE) return;
    await write();
    this.#known.set(key, { print, at });
  }
}

export interface Sender {
  readonly actor: Actor;
  /** `29:...`, per bot. */
  readonly mri: string;
  /** What their client is set to; null where it does not say, or Airlock does not speak it. */
  readonly language: Language | null;
  /** The conversation of the activity; the caller adds `seenAt`. */
  readonly conversation: Omit<Conversation, 'seenAt'>;
  readonly bot: { readonly id: string; readonly name: string };
}

/** Why an activity is dropped; for the log only. */
export type Refusal = 'channel' | 'tenant' | 'service-url' | 'identity' | 'skill' | 'bot' | 'conversation';

export interface SenderRules {
  readonly tenantId: TenantId;
  readonly demo: boolean;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NIL = '00000000-0000-0000-0000-000000000000';
const NAME_MAX = 128;

/**
 * Who sent an activity and in which conversation. Accepts only a person of this tenant, through Teams
 * (docs/facts/teams.md#who-is-calling: a single-tenant
 * bot still receives other tenants' messages). Checked first for every activity.
 */
export function checkSender(activity: IncomingActivity, rules: SenderRules): Sender | Refusal {
  const { from, recipient, conversation } = activity;
  const serviceUrl = parseServiceUrl(activity.serviceUrl ?? '', rules.demo);
  if (activity.channelId !== 'msteams') return 'channel';
  if (!isOwnTenant(activity, rules.tenantId)) return 'tenant';
  if (serviceUrl === null) return 'service-url';
  if (recipient?.role === 'skill') return 'skill';
  if (from?.role === 'bot' || from?.role === 'skill') return 'bot';
  if (!from?.id || !from.aadObjectId || !GUID.test(from.aadObjectId) || from.aadObjectId === NIL) return 'identity';
  if (!conversation?.id || !recipient?.id || !activity.id) return 'conversation';
  const oid = entraObjectId.parse(from.aadObjectId);
  const kind = kindOf(conversation);
  const language = languageOf(activity.locale ?? '', { pseudo: rules.demo });
  return {
    actor: { oid, name: cleanText(from.name ?? '').slice(0, NAME_MAX) || oid },
    mri: from.id,
    language,
    conversation: {
      key: conversationKey.parse(conversation.id),
      tenantId: rules.tenantId,
      serviceUrl,
      kind,
      botId: recipient.id,
      ...(kind === 'personal' && language !== null && { language }),
      ...(activity.channelData?.team?.id !== undefined && { team: activity.channelData.team.id }),
    },
    bot: { id: recipient.id, name: recipient.name ?? '' },
  };
}

/** Whether the activity names the tenant at least once and no other one. */
function isOwnTenant(activity: IncomingActivity, tenantId: TenantId): boolean {
  const places = [activity.conversation?.tenantId, activity.channelData?.tenant?.id].filter((id) => id !== undefined);
  const named = [...places, activity.from?.tenantId ?? tenantId];
  return places.length > 0 && named.every((id) => id.toLowerCase() === tenantId.toLowerCase());
}

/** Treats anything doubtful as a group, where nothing is shown that is meant for one person only. */
function kindOf(conversation: NonNullable<IncomingActivity['conversation']>): Conversation['kind'] {
  if (conversation.conversationType === 'channel') return 'channel';
  return conversation.conversationType === 'personal' && !conversation.isGroup ? 'personal' : 'group';
}

/**
 * In which language a turn speaks: what the sender's client is set to; where it does not say, or Airlock does not speak
 * it, what is remembered of them, else the installation's (docs/facts/teams.md#languages). Nothing is asked of the
 * store where the client says it.
 */
export async function languageOfTurn(
  { store, tenantId, language, log }: Services,
  sender: Pick<Sender, 'language' | 'actor'>,
): Promise<Language> {
  if (sender.language !== null) return sender.language;
  const known = await store.contacts(tenantId, [sender.actor.oid]).catch((error: unknown) => {
    log.warn({ err: error }, 'language not remembered');
    return [];
  });
  return known[0]?.language ?? language;
}
