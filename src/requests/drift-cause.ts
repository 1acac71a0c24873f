import type { Base } from '../changes/base.ts';
import { canonical } from '../changes/json.ts';
import { homeOf } from './home-of.ts';
import type { Request } from './request.ts';

/** Why a request found on another base cannot go on, and the base as it is now: the middle column of the three-way card. */
export function driftCause(
  { change, base }: Pick<Request, 'change' | 'base'>,
  now: Base,
): { code: 'drift'; why: string; now: Base } {
  const isUntouched = canonical(base.objects) === canonical(now.objects);
  return { code: 'drift', why: isUntouched ? OTHER_DEVICES : `${homeOf(change)} ${OTHER_OBJECTS}`, now };
}

const OTHER_OBJECTS =
  'was changed after this was asked for, so what was approved no longer fits. Nothing was changed. Look at the three columns and ask again if it is still wanted.';

const OTHER_DEVICES =
  'The devices that would move are no longer the ones that were shown, or what follows for them is another, so what was approved no longer fits. Nothing was changed. Ask again to see what would follow now, if it is still wanted.';
