import type { GroupChange } from '../group-change.ts';

const BANNER =
  'It cannot be told whether this lowers protection: levels, rules and ranks of device groups cannot be read with this connector.';

/** Where nothing of the groups can be read, only what cannot lower protection on any tenant goes without a banner. */
export function unreadBanner(change: GroupChange): string | null {
  return cannotLower(change) ? null : BANNER;
}

/** Names, descriptions and access move no device, and no level is stronger than Full. */
function cannotLower(change: GroupChange): boolean {
  if (change.kind === 'ungrouped-devices') return change.set.level === undefined || change.set.level === 'full';
  if (change.kind !== 'device-group.update') return false;
  const { level, conditions } = change.set;
  return conditions === undefined && (level === undefined || level === 'full');
}
