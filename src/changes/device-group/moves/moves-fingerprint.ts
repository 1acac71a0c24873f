import { createHash } from 'node:crypto';
import type { Json } from '../../../shared/json.ts';
import type { GroupRef } from '../../device-effects.ts';
import type { MovePreview } from './move-preview.ts';

/** Lists longer than this are replaced by their SHA-256, since a fingerprint is stored with every request. */
const MOST_ENTRIES = 10;

/**
 * The part of a preview that an approval is bound to. Equal previews have equal fingerprints, in whatever order devices
 * and groups were read. `affected` is a SHA-256 over the sorted [device id, from, to, effect] of every device that
 * moves or whose group's level changes. The number and names of devices, the number of shadowed ones, and the groups
 * where Defender still shows them are left out on purpose: they change on their own, without any change to what was
 * approved.
 */
export function movesFingerprint(preview: MovePreview): Json {
  return {
    moved: preview.moved,
    moves: compact(preview.moves.map(({ from, to, devices, effect }) => [idOf(from), idOf(to), devices, effect])),
    levelChanges: compact(
      preview.levelChanges.map(({ group, from, to, devices, effect }) => [group.id, from, to, devices, effect]),
    ),
    lowersProtection: preview.lowersProtection,
    unclearProtection: preview.unclearProtection,
    emptied: compact(preview.emptied.map(({ id }) => id)),
    shadowed: compact(preview.shadowed.map(({ group }) => group.id).sort((a, b) => a - b)),
    opaque: compact(preview.opaque.map(({ id }) => id)),
    affected: hashOfAffected(preview),
  };
}

function hashOfAffected(preview: MovePreview): string {
  const rows = preview.affected.map(({ id, from, to, effect }) => JSON.stringify([id, idOf(from), idOf(to), effect]));
  return sha256(rows.sort().join('\n'));
}

function compact(list: readonly Json[]): Json {
  return list.length <= MOST_ENTRIES ? list : sha256(JSON.stringify(list));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function idOf(group: GroupRef | null): number | null {
  return group?.id ?? null;
}
