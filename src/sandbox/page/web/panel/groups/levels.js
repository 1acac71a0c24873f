/** Defender's numbers for automation levels; an unpublished number is shown as it is. */
export const LEVELS = [
  [3, 'Full'],
  [2, 'Semi, non-temp folders'],
  [1, 'Semi, all folders'],
  [0, 'No automated response'],
];

export function levelName(number) {
  return LEVELS.find(([level]) => level === number)?.[1] ?? `Unknown (${number})`;
}
