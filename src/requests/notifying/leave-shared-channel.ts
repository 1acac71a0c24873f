import type { ConversationKey } from '../../shared/ids.ts';
import { asJson } from '../../shared/json.ts';
import { t } from '../../shared/language/worded.ts';
import type { NoticeData } from '../messages/answers.ts';
import { noticesTo } from '../messages/outbox-messages.ts';
import type { Services } from '../ports/services.ts';
import { givingUp, noteSharing } from '../rules/setting-owner.ts';

/**
 * Stops using a channel for approvals because people of another tenant can read it now. It takes nobody's approval: it
 * only takes something away. The channel and the approvers are told, and the record says why. Choosing it again takes
 * two people, like the first time, and Teams' word that nobody else reads along.
 * @param key unique to what Teams reported
 */
export async function leaveSharedChannel(services: Services, channel: ConversationKey, key: string): Promise<void> {
  const { store, tenantId, clock, log } = services;
  if (!(await store.conversation(channel))) return;
  await noteSharing(services, channel, true);
  const leaving = await givingUp(services, channel);
  if (!leaving) return;
  const { used: left, setting } = leaving;
  log.error({ channel }, 'approval channel is shared with another tenant and no longer used');
  const now = clock.now();
  const words = (): NoticeData => ({
    tone: 'attention',
    title: t`${left.label || t`The channel for approvals`} is no longer used for approvals`,
    text: t`It was shared with another organisation, whose people can read along. Requests are shown where they were asked and in the personal chats of approvers, until two admins choose a channel anew.`,
    suggestions: ['status'],
  });
  const entry = { tenantId, at: now, event: 'channel.left', actor: 'service', requestId: null };
  const chats = await approverChats(services);
  const keyOf = (place: string) => `${key}:left:${place}`;
  await store.send({
    messages: await noticesTo(services, { tenantId, places: [channel, ...chats], keyOf }, words),
    tasks: [],
    setting,
    audit: [{ ...entry, data: asJson({ ...left, why: 'shared with another tenant' }) }],
  });
}

/** Of every approver the bot knows; none where the directory does not answer, since leaving cannot wait for it. */
async function approverChats({ directory, policy, store, tenantId, log }: Services): Promise<ConversationKey[]> {
  const oids = await directory.holders(policy.approvers).catch((error: unknown) => {
    log.error({ err: error }, 'approvers not told that the approval channel is no longer used');
    return [];
  });
  return (await store.contacts(tenantId, oids)).flatMap(({ personal }) => personal ?? []);
}
