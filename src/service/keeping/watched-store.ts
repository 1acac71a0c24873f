import type { Store } from '../../requests/ports/store.ts';
import type { Memory } from '../../requests/record/account-seen.ts';
import { type AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { Log, Meter } from '../../shared/runtime.ts';

/**
 * Wraps the store: where the record was cut, replaced or changed, it logs and counts each step that was refused. From
 * then on the store is not ready, until a new start looks at it anew.
 */
export function watchedStore(store: Store, meter: Meter, log: Log): Store {
  let broken: AirlockError | null = null;
  const watched = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (isAirlockError(error, 'record-broken')) {
        broken = error;
        log.error({ code: error.code, why: error.message, ...error.details }, 'record broken');
        meter.count('recordFaults', { kind: 'broken' });
      }
      throw error;
    }
  };
  const sayStrange = ({ strange }: Memory) => {
    if (strange.length === 0) return;
    log.error({ oids: strange }, 'accounts are not remembered as the record tells: somebody changed the database');
    meter.count('recordFaults', { kind: 'accounts' });
  };
  return {
    ...store,
    ping: async () => {
      if (broken !== null) throw broken;
      await store.ping();
    },
    commit: (step) => watched(store.commit(step)),
    send: (batch) => watched(store.send(batch)),
    trail: (tenantId, id) => watched(store.trail(tenantId, id)),
    checkpoint: (tenantId) => watched(store.checkpoint(tenantId)),
    accountsSeen: async (tenantId, oids) => {
      const memory = await watched(store.accountsSeen(tenantId, oids));
      sayStrange(memory);
      return memory;
    },
    noteAccounts: (whose, note) =>
      watched(
        store.noteAccounts(whose, (memory) => {
          sayStrange(memory);
          return note(memory);
        }),
      ),
  };
}
