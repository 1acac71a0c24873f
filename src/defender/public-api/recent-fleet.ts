import type { Clock } from '../../ports.ts';
import type { Freshness } from '../tenant.ts';
import type { FleetReading } from './fleet-reader.ts';

/**
 * For how many milliseconds a list may be used again, for each call beyond the first that it took. Reading again and again then costs ten
 * calls a minute at most, a tenth of what Defender allows (facts/defender.md A.1); a list of up to 10,000 devices is always read.
 */
const REUSED_PER_CALL = 6_000;

export type ReadFleet = (devices?: Freshness) => Promise<FleetReading>;

/** Every device of the tenant, where a recent list will do without reading it anew; readings under way are shared then. */
export function createRecentFleet(read: () => Promise<FleetReading>, clock: Clock): ReadFleet {
  let last: FleetReading | null = null;
  let running: Promise<FleetReading> | null = null;
  const readNow = async () => {
    const reading = read();
    running = reading;
    try {
      const fleet = await reading;
      if (last === null || fleet.readAt >= last.readAt) last = fleet;
      return fleet;
    } finally {
      if (running === reading) running = null;
    }
  };
  return async (devices = 'now') => {
    if (devices === 'now') return readNow();
    if (last !== null && clock.now() - last.readAt < (last.calls - 1) * REUSED_PER_CALL) return last;
    return running ?? readNow();
  };
}
