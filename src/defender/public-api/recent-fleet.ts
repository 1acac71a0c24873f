import type { Clock } from '../../ports.ts';
import type { Freshness } from '../tenant.ts';
import type { FleetReading } from './fleet-reader.ts';
import { recently } from './recently.ts';

/**
 * For how many milliseconds a list may be used again, for each call beyond the first that it took. Reading again and again then costs ten
 * calls a minute at most, a tenth of what Defender allows (facts/defender.md A.1); a list of up to 10,000 devices is always read.
 */
const REUSED_PER_CALL = 6_000;

export type ReadFleet = (devices?: Freshness) => Promise<FleetReading>;

/** Every device of the tenant, where a recent list will do without reading it anew. */
export function createRecentFleet(read: () => Promise<FleetReading>, clock: Clock): ReadFleet {
  return recently(read, ({ calls }) => (calls - 1) * REUSED_PER_CALL, clock);
}
