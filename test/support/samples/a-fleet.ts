import type { Fleet, FleetReading } from '../../../src/defender/public-api/fleet.ts';

/** A tenant's devices as read in one call at the beginning of time; none unless given. */
export function aFleet(fleet: Partial<Fleet> = {}): FleetReading {
  return { devices: [], groups: new Map(), ...fleet, readAt: 0, pages: 1 };
}
