import type { ConversationKey } from '../../../shared/ids.ts';
import { t } from '../../../shared/language/worded.ts';
import type { NoticeData } from '../../messages/answers.ts';
import { noticesTo } from '../../messages/outbox-messages.ts';
import type { LookAtPlace } from '../../ports/places.ts';
import type { Services } from '../../ports/services.ts';
import { approvalChannel } from '../../rules/setting-owner.ts';
import { channelGone, tellApprovers } from './channel-gone.ts';

/** What Teams called a channel last, with its team; else what it was called when it was chosen, or its id. */
export async function nameOfPlace(
  { store }: Pick<Services, 'store'>,
  conversation: ConversationKey,
  label: string,
): Promise<string> {
  const known = await store.conversation(conversation).catch(() => null);
  const name = known?.name ?? (label || conversation);
  return known?.teamName === undefined ? name : t`${name} in ${known.teamName}`;
}

/** Longest name that is kept. */
const NAME_MAX = 128;

/**
 * Asks Teams what the channel for approvals is called, and tells people where it has another name than before, or is
 * not among the channels of its team any more. A name grants nothing: the channel is its id.
 */
export async function lookAtApprovalChannel(services: Services, look: LookAtPlace): Promise<void> {
  const { store } = services;
  const used = await approvalChannel(services);
  const known = used && (await store.conversation(used.conversation));
  if (!used || !known) return;
  const { name, teamName = null, isListed = null } = await look(used.conversation, known.team ?? null);
  if (isListed === false) return channelGone(services, used);
  if (name === null && teamName === null) return;
  const now = {
    name: (name ?? known.name ?? used.label).slice(0, NAME_MAX),
    ...(teamName !== null && { teamName: teamName.slice(0, NAME_MAX) }),
  };
  if (now.name === known.name && (now.teamName ?? known.teamName) === known.teamName) return;
  const before = known.name ?? used.label;
  if (before !== '' && before !== now.name) await tellRenamed(services, used.conversation, before, now.name);
  await store.rememberConversation({ ...known, ...now });
}

async function tellRenamed(
  services: Services,
  conversation: ConversationKey,
  before: string,
  name: string,
): Promise<void> {
  const words = (): NoticeData => ({
    tone: 'info',
    title: t`The channel for approvals has another name`,
    text: t`It was ${before}, and Teams calls it ${name} now. It is the same channel, and requests go on being posted there.`,
    suggestions: ['status'],
  });
  const { tenantId, clock } = services;
  const key = `${conversation}:renamed:${name}:${Math.floor(clock.now() / 3_600_000)}`;
  const own = await noticesTo(services, { tenantId, places: [conversation], keyOf: () => key }, words);
  await services.store.send({ messages: own, tasks: [] });
  await tellApprovers(services, key, words);
}
