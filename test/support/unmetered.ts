import type { Meter } from '../../src/ports.ts';

/** Counts nothing. */
export const unmetered: Meter = { count() {} };
