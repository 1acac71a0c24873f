import type { Change } from '../../../changes/registry/change.ts';
import { AirlockError } from '../../../shared/errors.ts';
import { conversationKey } from '../../../shared/ids.ts';
import { t } from '../../../shared/language/worded.ts';
import type { LookAtPlace } from '../../ports/places.ts';
import type { Services } from '../../ports/services.ts';
import { isNotedShared, noteSharing } from '../../rules/setting-owner.ts';

/** Longest name of a channel that a change holds. */
const NAME_MAX = 128;

/**
 * Names the channel of a request to use it for approvals, as Teams does now, and refuses one in which people of another
 * tenant read along, as Teams says now or as was noted before. Where Teams does not say who is in it, the change says
 * so, at both doors. Other changes stay as they are.
 * @throws AirlockError not-allowed
 */
export async function lookAtChannel(
  services: Services,
  look: LookAtPlace,
  change: Change,
  team: string | null,
): Promise<Change> {
  if (change.kind !== 'approval-channel' || change.to !== 'on') return change;
  const channel = conversationKey.parse(change.conversation);
  const { name, isShared } = await look(channel, team);
  if (isShared !== null) await noteSharing(services, channel, isShared);
  if (isShared) {
    throw new AirlockError(
      'not-allowed',
      t`People of another organisation are in this channel, so it cannot be used for approvals: they would read every request. Choose one of your own.`,
    );
  }
  if (isShared === null && (await isNotedShared(services, channel))) {
    throw new AirlockError(
      'not-allowed',
      t`This channel was shared with another organisation, and Teams does not say that it no longer is, so it cannot be used for approvals. Try again once Teams answers, or choose another one.`,
    );
  }
  const label = (name ?? change.label).slice(0, NAME_MAX);
  return { ...change, label, ...(isShared === null && { sharing: 'unknown' as const }) };
}
