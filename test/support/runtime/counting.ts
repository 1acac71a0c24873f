import type { Ids } from '../../../src/shared/runtime.ts';

/** Ids in order: the same run gives the same ids. */
export function counting(): Ids {
  let last = 0;
  return {
    next() {
      last += 1;
      return `00000000-0000-4000-8000-${String(last).padStart(12, '0')}`;
    },
  };
}
