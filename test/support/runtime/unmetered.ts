import type { Meter } from '../../../src/shared/runtime.ts';

/** Counts nothing. */
export const unmetered: Meter = { count() {} };
