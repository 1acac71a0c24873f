import type { Clock } from '../../ports.ts';
import type { Freshness } from '../tenant.ts';

/**
 * A reading that may be used again while it is recent, by whoever says that this will do; readings under way are shared then.
 * @param usableFor milliseconds from the beginning of a reading
 */
export function recently<T extends { readonly readAt: number }>(
  read: () => Promise<T>,
  usableFor: (reading: T) => number,
  clock: Clock,
): (freshness?: Freshness) => Promise<T> {
  let last: T | null = null;
  let running: Promise<T> | null = null;
  const readNow = async () => {
    const reading = read();
    running = reading;
    try {
      const found = await reading;
      if (last === null || found.readAt >= last.readAt) last = usableFor(found) > 0 ? found : null;
      return found;
    } finally {
      if (running === reading) running = null;
    }
  };
  return async (freshness = 'now') => {
    if (freshness === 'now') return readNow();
    if (last !== null && clock.now() - last.readAt < usableFor(last)) return last;
    return running ?? readNow();
  };
}
