/** False when a number in it is too large for JavaScript to hold, so that sending it back would change it. */
export function carriesExactly(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(carriesExactly);
}
