/** A set of groups: bit `n` is the group at place `n` of the ranking, so the lowest bit set is the highest rank. */
export type GroupMask = Uint32Array;

const BITS = 32;

export function emptyMask(groups: number): GroupMask {
  return new Uint32Array(Math.ceil(groups / BITS));
}

export function addPlace(mask: GroupMask, place: number): void {
  const word = place >>> 5;
  mask[word] = (mask[word] ?? 0) | (1 << (place & 31));
}

export function hasPlace(mask: GroupMask, place: number): boolean {
  return (((mask[place >>> 5] ?? 0) >>> (place & 31)) & 1) === 1;
}

/** Makes `into` the union of both. */
export function unite(into: GroupMask, other: GroupMask): void {
  for (let word = 0; word < into.length; word++) into[word] = (into[word] ?? 0) | (other[word] ?? 0);
}

/** Makes `into` what both have. */
export function intersect(into: GroupMask, one: GroupMask, other: GroupMask): void {
  for (let word = 0; word < into.length; word++) into[word] = (one[word] ?? 0) & (other[word] ?? 0);
}

/** The lowest place in the set that is not below `from`, or -1. */
export function nextPlace(mask: GroupMask, from: number): number {
  let word = from >>> 5;
  if (word >= mask.length) return -1;
  let bits = (mask[word] ?? 0) & (-1 << (from & 31));
  while (bits === 0) {
    word++;
    if (word >= mask.length) return -1;
    bits = mask[word] ?? 0;
  }
  return word * BITS + (31 - Math.clz32(bits & -bits));
}
