/** Message ids as Teams makes them: the millisecond of arrival, pushed forward where two would be the same. */
export function messageIds(now: () => number): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Math.floor(now()));
    return String(last);
  };
}
