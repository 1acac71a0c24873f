import type { ConversationKey } from '../../../shared/ids.ts';
import { t } from '../../../shared/language/worded.ts';
import type { NoticeData } from '../../messages/answers.ts';
import { noticesTo } from '../../messages/outbox-messages.ts';
import type { Services } from '../../ports/services.ts';

/** How long one telling is enough, in ms. */
const DAY = 86_400_000;

/**
 * Tells those who approve that the channel for approvals takes no messages: once a day while that lasts. It stays the
 * channel: giving it up takes two people.
 */
export async function channelGone(
  services: Services,
  { conversation, label }: { readonly conversation: ConversationKey; readonly label: string },
): Promise<void> {
  const known = await services.store.conversation(conversation);
  const words = (): NoticeData => ({
    tone: 'attention',
    title: t`The channel for approvals cannot be reached`,
    text: t`${known?.name ?? (label || t`The channel`)} takes no messages from Airlock: it was deleted, or Airlock was removed from its team. Requests are shown where they were asked and in the personal chats of approvers. Add Airlock to it again, or write "use this channel for approvals" in another channel.`,
    suggestions: ['status'],
  });
  await tellApprovers(services, `${conversation}:gone:${Math.floor(services.clock.now() / DAY)}`, words);
}

/** Tells every approver whom the bot knows, in their own chat; nobody where the directory does not answer. */
export async function tellApprovers(services: Services, key: string, words: () => NoticeData): Promise<void> {
  const { store, directory, policy, tenantId, log } = services;
  const oids = await directory.holders(policy.approvers).catch((error: unknown) => {
    log.error({ err: error }, 'approvers not told of their channel');
    return [];
  });
  const places = (await store.contacts(tenantId, oids)).flatMap(({ personal }) => personal ?? []);
  const messages = await noticesTo(services, { tenantId, places, keyOf: (chat) => `${key}:${chat}` }, words);
  if (messages.length > 0) await store.send({ messages, tasks: [] });
}
