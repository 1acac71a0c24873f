import { leaveSharedChannel } from '../../requests/notifying/leave-shared-channel.ts';
import type { Services } from '../../requests/ports/services.ts';
import { channelOf } from '../../requests/rules/setting-owner.ts';
import { type ConversationKey, conversationKey, type TenantId } from '../../shared/ids.ts';
import type { IncomingActivity } from '../bot/activity.ts';

/**
 * Takes notice of people of another tenant in a channel, before anything is asked about who reported it: that may be
 * one of them.
 */
export async function heedSharing(services: Services, activity: IncomingActivity, correlation: string): Promise<void> {
  const channel = channelSharedWithOthers(activity, services.tenantId);
  if (channel) await leaveSharedChannel(services, channel, `${channel}:${activity.id ?? correlation}`);
}

/**
 * The channel or chat in which an activity shows people of another tenant: it was shared with a team of theirs, one of
 * them was added, or one of them writes (docs/facts/teams.md#shared-channels). Null where nothing shows it. A team
 * whose tenant Teams does not name may be anybody's.
 */
function channelSharedWithOthers(activity: IncomingActivity, tenantId: TenantId): ConversationKey | null {
  const { conversation, channelData, membersAdded, from } = activity;
  const id = conversation?.id ?? channelData?.channel?.id;
  if (activity.channelId !== 'msteams' || !id || conversation?.conversationType === 'personal') return null;
  const isOther = (tenant: string | undefined) =>
    tenant !== undefined && tenant.toLowerCase() !== tenantId.toLowerCase();
  const tenants = [
    ...(channelData?.eventType === 'channelShared' ? tenantsOf(channelData.sharedWithTeams ?? []) : []),
    ...membersAdded.map((member) => member.tenantId),
    channelData?.membershipSource?.tenantId,
    channelData?.tenant?.id,
    conversation?.tenantId,
    from?.tenantId,
  ];
  return tenants.some(isOther) ? channelOf(conversationKey.parse(channelData?.channel?.id ?? id)) : null;
}

/** A team whose tenant is not named counts as somebody else's, and so does a list without teams. */
function tenantsOf(teams: readonly { readonly tenantId?: string | undefined }[]): readonly string[] {
  return teams.length === 0 ? [''] : teams.map(({ tenantId }) => tenantId ?? '');
}
