const DAY = 86_400_000;

/** A moment so many days before another (ms since 1970), as OData filters take it. */
export function daysBefore(at: number, days: number): string {
  return `${new Date(at - days * DAY).toISOString().slice(0, 19)}Z`;
}
