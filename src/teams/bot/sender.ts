import type { Conversation } from '../../requests/ports/outbox.ts';
import { conversationKey, entraObjectId, type TenantId } from '../../requests/record/ids.ts';
import type { Actor } from '../../requests/record/request.ts';
import { cleanText } from '../language/normalise.ts';
import type { IncomingActivity } from './activity.ts';

/** Where Teams' own services answer: worldwide, GCC, GCC High and DoD (learn: bots in government clouds). */
const HOSTS: ReadonlySet<string> = new Set([
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
]);

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Whether the bot may speak there: with Teams over https, in the demo with this machine over http, and with nobody
 * else.
 */
export function isServiceUrlAllowed(serviceUrl: string, demo: boolean): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const { protocol, hostname, port, username, password, search, hash } = new URL(serviceUrl);
  if (username || password || search || hash) return false;
  if (demo) return protocol === 'http:' && LOOPBACK.has(hostname);
  return protocol === 'https:' && port === '' && HOSTS.has(hostname);
}

export interface Sender {
  readonly actor: Actor;
  /** `29:...`, per bot. */
  readonly mri: string;
  /** Where they spoke; `seenAt` is the caller's. */
  readonly place: Omit<Conversation, 'seenAt'>;
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
 * Who speaks and where, if they may be listened to at all: a person of this tenant, through Teams
 * (docs/facts/teams.md#who-is-calling: a single-tenant
 * bot still receives other tenants' messages). Asked first for every activity.
 */
export function checkSender(activity: IncomingActivity, rules: SenderRules): Sender | Refusal {
  const { from, recipient, conversation, serviceUrl } = activity;
  if (activity.channelId !== 'msteams') return 'channel';
  if (!isOwnTenant(activity, rules.tenantId)) return 'tenant';
  if (!serviceUrl || !isServiceUrlAllowed(serviceUrl, rules.demo)) return 'service-url';
  if (recipient?.role === 'skill') return 'skill';
  if (from?.role === 'bot' || from?.role === 'skill') return 'bot';
  if (!from?.id || !from.aadObjectId || !GUID.test(from.aadObjectId) || from.aadObjectId === NIL) return 'identity';
  if (!conversation?.id || !recipient?.id || !activity.id) return 'conversation';
  const oid = entraObjectId.parse(from.aadObjectId);
  return {
    actor: { oid, name: cleanText(from.name ?? '').slice(0, NAME_MAX) || oid },
    mri: from.id,
    place: {
      key: conversationKey.parse(conversation.id),
      tenantId: rules.tenantId,
      serviceUrl,
      kind: kindOf(conversation),
      botId: recipient.id,
    },
    bot: { id: recipient.id, name: recipient.name ?? '' },
  };
}

/** Named at least once, and by nobody differently. */
function isOwnTenant(activity: IncomingActivity, tenantId: TenantId): boolean {
  const named = [activity.conversation?.tenantId, activity.channelData?.tenant?.id].filter((id) => id !== undefined);
  return named.length > 0 && named.every((id) => id.toLowerCase() === tenantId.toLowerCase());
}

/** Anything doubtful is a group: there, nothing is shown that is meant for one person. */
function kindOf(conversation: NonNullable<IncomingActivity['conversation']>): Conversation['kind'] {
  if (conversation.conversationType === 'channel') return 'channel';
  return conversation.conversationType === 'personal' && !conversation.isGroup ? 'personal' : 'group';
}
