import type { GroupImage } from '../base/group-image.ts';
import type { TouchedLevel } from '../risk/protection-banner.ts';
import { quoted } from '../words/quoted.ts';

/** A group that loses devices which cannot be counted, because its rule cannot be evaluated; null for any other. */
export function opaqueLevel(group: GroupImage | null): TouchedLevel | null {
  if (group === null || !group.opaque) return null;
  return { group: quoted(group.name), opaque: true, from: group.level, to: null };
}
