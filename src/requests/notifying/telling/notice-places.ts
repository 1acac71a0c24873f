import type { ConversationKey } from '../../../shared/ids.ts';
import type { Services } from '../../ports/services.ts';
import { approvalChannel } from '../../rules/setting-owner.ts';

/**
 * Where everybody who approves is told something that belongs to no conversation: the channel for approvals; where none
 * is used, the chats of the approvers whom the bot knows.
 * @throws AirlockError directory-unavailable, where only it knows who approves
 */
export async function noticePlaces(
  services: Pick<Services, 'store' | 'tenantId' | 'directory' | 'policy' | 'log' | 'meter'>,
): Promise<readonly ConversationKey[]> {
  const channel = await approvalChannel(services);
  if (channel) return [channel.conversation];
  const { directory, store, tenantId, policy } = services;
  const contacts = await store.contacts(tenantId, await directory.holders(policy.approvers));
  return contacts.flatMap(({ personal }) => personal ?? []);
}
