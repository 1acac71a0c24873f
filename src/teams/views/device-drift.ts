import { isDeepStrictEqual } from 'node:util';
import type { Request } from '../../requests/request.ts';

/** True for a request that was stopped because other devices would be affected by now, while what it changes is as it was. */
export function isDeviceDrift({ closing, base }: Request): boolean {
  return closing?.code === 'drift' && closing.now !== null && isDeepStrictEqual(closing.now.objects, base.objects);
}
