/**
 * The fewest Priorities that must change so that one more fits in at a place: every choice of those that may keep
 * theirs is tried, so it is slow, and it knows nothing of how the client does it.
 * @param others Priorities of all others, the highest rank first
 */
export function fewestChanges(others: readonly number[], at: number): number {
  let best = others.length;
  for (let kept = 0; kept < 2 ** others.length; kept += 1) {
    const changed = others.filter((_, index) => !isKept(kept, index)).length;
    if (changed < best && fits(others, at, kept)) best = changed;
  }
  return best;
}

function isKept(kept: number, index: number): boolean {
  return Math.floor(kept / 2 ** index) % 2 === 1;
}

function fits(others: readonly number[], at: number, kept: number): boolean {
  let [fixed, floating] = [0, 0];
  for (const [index, priority] of [...others, 2_147_483_647].entries()) {
    if (index === at) floating += 1;
    if (index < others.length && !isKept(kept, index)) floating += 1;
    else if (priority - fixed - 1 < floating) return false;
    else [fixed, floating] = [priority, 0];
  }
  return true;
}
