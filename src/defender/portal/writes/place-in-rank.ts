import { UNREADABLE_RANK } from '../../../changes/device-group/words/field-words.ts';
import { AirlockError } from '../../../shared/errors.ts';
import { msg } from '../../../shared/language/worded.ts';
import { areRanked, inRankOrder } from '../reading/read-groups.ts';
import type { WireGroup } from './odd-parts.ts';

/** The Priority of a group, and the new Priorities of the groups that have to make room, by MachineGroupId. */
export interface Place {
  readonly own: number;
  readonly moved: ReadonlyMap<number, number>;
}

/** The Priority of the ungrouped devices, after every rank (docs/facts/defender.md#portal-device-groups). */
const BEHIND_ALL = 2_147_483_647;

/**
 * Finds the Priority that puts a group right before another, or last (null), and changes as few other Priorities as
 * possible. It uses a gap if there is one; otherwise the others make room as far as the next gap. A group that is
 * already there keeps its Priority.
 * @param id of the group to place; an id that is not in the list is a new group
 * @throws AirlockError tenant-unsupported when `before` is not a group with a rank, or a rank cannot be read
 */
export function placeInRank(wire: readonly WireGroup[], id: number, before: number | null): Place {
  if (!areRanked(wire)) throw new AirlockError('tenant-unsupported', UNREADABLE_RANK);
  const ranked = inRankOrder(wire).filter((group) => !group.IsUnassignedMachineGroup);
  const others = ranked.filter((group) => group.MachineGroupId !== id);
  const at = before === null ? others.length : others.findIndex((group) => group.MachineGroupId === before);
  const own = ranked[at];
  if (at >= 0 && own?.MachineGroupId === id) return { own: own.Priority, moved: new Map() };
  const above = Math.max(0, others[at - 1]?.Priority ?? 0);
  const below = others[at]?.Priority ?? BEHIND_ALL;
  const [best] =
    at < 0
      ? []
      : [above + 1, below - 1]
          .map((priority) => makeRoom(others, at, priority))
          .filter(isPossible)
          .sort(bySmallest);
  if (best) return best;
  throw new AirlockError('tenant-unsupported', msg`Defender has no such place in the ranking any more. Ask again.`);
}

/**
 * Moves the others away from a Priority, those from `at` on down and those before it up, each only as far as needed.
 */
function makeRoom(others: readonly WireGroup[], at: number, own: number): Place {
  const moved = new Map<number, number>();
  let edge = own;
  for (const group of others.slice(at)) {
    if (group.Priority > edge) break;
    edge += 1;
    moved.set(group.MachineGroupId, edge);
  }
  edge = own;
  for (const group of others.slice(0, at).reverse()) {
    if (group.Priority < edge) break;
    edge -= 1;
    moved.set(group.MachineGroupId, edge);
  }
  return { own, moved };
}

function isPossible({ own, moved }: Place): boolean {
  return [own, ...moved.values()].every((priority) => priority >= 1 && priority < BEHIND_ALL);
}

function bySmallest(a: Place, b: Place): number {
  return a.moved.size - b.moved.size;
}
