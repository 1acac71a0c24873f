/** "1 device", "12 devices". */
export function countDevices(count: number): string {
  return `${count} ${count === 1 ? 'device' : 'devices'}`;
}

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[], joiner: 'and' | 'or' = 'and'): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${joiner} ${words.at(-1)}`;
}
