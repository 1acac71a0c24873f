import type { Store } from '../../requests/ports/store.ts';
import { isAirlockError } from '../../shared/errors.ts';
import type { Log, Meter } from '../../shared/runtime.ts';

/** Wraps the store: where the record was cut, replaced or changed, it logs and counts each step that was refused. */
export function watchedStore(store: Store, meter: Meter, log: Log): Store {
  const watched = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (isAirlockError(error, 'record-broken')) {
        log.error({ code: error.code, why: error.message, ...error.details }, 'record broken');
        meter.count('recordFaults', { kind: 'broken' });
      }
      throw error;
    }
  };
  return {
    ...store,
    commit: (step) => watched(store.commit(step)),
    send: (batch) => watched(store.send(batch)),
    trail: (tenantId, id) => watched(store.trail(tenantId, id)),
    checkpoint: (tenantId) => watched(store.checkpoint(tenantId)),
  };
}
