import { createHash } from 'node:crypto';
import type { Json } from '../json.ts';
import type { GroupRef, MovePreview } from './move-preview.ts';

/** Lists longer than this are kept as their SHA-256: a fingerprint is stored with every request. */
const MOST_ENTRIES = 10;

/**
 * What of a preview an approval is bound to; equal for equal previews, whatever the order in which devices and groups were read.
 * `affected` is a SHA-256 over the sorted [device id, from, to, effect] of every device that moves or whose group's level changes.
 * Left out on purpose: how many devices there are, what they are called, how many are shadowed, and where Defender still shows
 * them, since those change by themselves while nothing that was approved does.
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
