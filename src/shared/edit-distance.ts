/** Only so many characters count: commands and names are shorter. */
const LONGEST = 100;

/**
 * Counts the insertions, deletions, replacements and swaps of neighbours that turn one text into the other (optimal
 * string alignment). Only the first 100 characters count.
 * @param atMost the largest distance that matters: for any larger one, one more than this may be returned, much sooner
 */
export function editDistance(left: string, right: string, atMost: number = LONGEST): number {
  const a = left.slice(0, LONGEST);
  const b = right.slice(0, LONGEST);
  if (Math.abs(a.length - b.length) > atMost) return atMost + 1;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  let nearestBefore = 0;
  for (let row = 1; row <= a.length; row += 1) {
    const current = nextRow(a, b, row, last, beforeLast);
    const nearest = Math.min(...current);
    // A swap steps over one row, and no step leads back to a smaller distance.
    if (nearest > atMost && nearestBefore > atMost) return atMost + 1;
    nearestBefore = nearest;
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

/** The distances of the first letters of `a`, as many as `row` says, from the first 0, 1, 2 ... letters of `b`. */
function nextRow(a: string, b: string, row: number, last: readonly number[], beforeLast: readonly number[]): number[] {
  const letter = a.charCodeAt(row - 1);
  const before = row > 1 ? a.charCodeAt(row - 2) : null;
  const current = [row];
  let best = row;
  for (let column = 1; column <= b.length; column += 1) {
    const other = b.charCodeAt(column - 1);
    const replaced = (last[column - 1] ?? 0) + (letter === other ? 0 : 1);
    best = Math.min((last[column] ?? 0) + 1, best + 1, replaced);
    const isSwapped = column > 1 && before === other && letter === b.charCodeAt(column - 2);
    if (isSwapped) best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
    current.push(best);
  }
  return current;
}
