import { createHash } from 'node:crypto';
import type { Json } from '../json.ts';
import type { GroupRef, MovePreview } from './move-preview.ts';

/**
 * What of a preview an approval is bound to; equal for equal previews, whatever the order in which devices and groups were read.
 * `affected` is a SHA-256 over the sorted [device id, from, to, effect] of every device that moves or whose group's level changes.
 * Left out on purpose: how many devices there are, what they are called, how many are shadowed, and where Defender still shows
 * them, since those change by themselves while nothing that was approved does.
 */
export function movesFingerprint(preview: MovePreview): Json {
  return {
    moved: preview.moved,
    moves: preview.moves.map(({ from, to, devices, effect }) => [idOf(from), idOf(to), devices, effect]),
    levelChanges: preview.levelChanges.map(({ group, from, to, devices, effect }) => [
      group.id,
      from,
      to,
      devices,
      effect,
    ]),
    lowersProtection: preview.lowersProtection,
    unclearProtection: preview.unclearProtection,
    emptied: preview.emptied.map(({ id }) => id),
    shadowed: preview.shadowed.map(({ group }) => group.id).sort((a, b) => a - b),
    opaque: preview.opaque.map(({ id }) => id),
    affected: hashOfAffected(preview),
  };
}

function hashOfAffected(preview: MovePreview): string {
  const rows = preview.affected.map(({ id, from, to, effect }) => JSON.stringify([id, idOf(from), idOf(to), effect]));
  return createHash('sha256').update(rows.sort().join('\n')).digest('hex');
}

function idOf(group: GroupRef | null): number | null {
  return group?.id ?? null;
}
