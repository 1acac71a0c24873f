import type { Base } from '../changes/base.ts';

/** Why a request found on another base cannot go on, and the base as it is now: the middle column of the three-way card. */
export function driftCause(now: Base): { code: 'drift'; why: string; now: Base } {
  const why =
    'Defender was changed after this was asked for, so what was approved no longer fits. Nothing was changed. Look at the three columns and ask again if it is still wanted.';
  return { code: 'drift', why, now };
}
