import { setImmediate as letOthersIn } from 'node:timers/promises';
import type { Services } from '../requests/ports/services.ts';
import type { JobSettings } from './job-settings.ts';

/**
 * Deletes tasks and answers that were done long ago, at most once a day whatever the number of instances: the lease is
 * taken under a new name each time and never given back. What one day leaves over is for the next. @returns how many
 * were deleted.
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
