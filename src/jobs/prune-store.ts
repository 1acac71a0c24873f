import { setImmediate as letOthersIn } from 'node:timers/promises';
import type { Services } from '../requests/ports/services.ts';
import type { JobSettings } from './job-settings.ts';

/**
 * Deletes old completed tasks and sent answers, at most once a day however many instances run: each run takes a lease
 * under a new owner name and never releases it. Rows beyond the limit wait for the next day.
 * @returns how many were deleted.
 */
export async function pruneStore({ store, clock, ids, log }: Services, settings: JobSettings): Promise<number> {
  const now = clock.now();
  if (!(await store.acquire('prune', ids.next(), now, settings.pruneEvery))) return 0;
  let pruned = 0;
  for (let batch = 0; batch < settings.pruneBatches; batch += 1) {
    const deleted = await store.prune(now - settings.keepDone, settings.pruneAtOnce);
    pruned += deleted;
    if (deleted < settings.pruneAtOnce) break;
    await letOthersIn();
  }
  log.info({ pruned }, 'old tasks and answers deleted');
  return pruned;
}
