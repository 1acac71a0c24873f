import type { Store } from '../../requests/ports/store.ts';
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
      if (isAirlockError(error, 'digest-mismatch')) {
        log.error({ code: error.code, why: error.message }, 'step refused: not as recorded');
        meter.count('recordFaults', { kind: 'mismatch' });
      }
      throw error;
    }
  };
  return {
    ...store,
    ping: async () => {
      if (broken !== null) throw broken;
      await store.ping();
    },
    commit: (step) => watched(store.commit(step)),
    send: (batch) => watched(store.send(batch)),
    takeTask: (kinds, owner, now, leaseMs) => watched(store.takeTask(kinds, owner, now, leaseMs)),
    trail: (tenantId, id) => watched(store.trail(tenantId, id)),
    checkpoint: (tenantId) => watched(store.checkpoint(tenantId)),
    ...watchedAccounts(store, watched, { meter, log }),
  };
}

/** Says that a lease was forged, which would have kept work from being done. It is not honoured. */
export function tellForged({ log, meter }: { readonly log: Log; readonly meter: Meter }, lease: string, until: number) {
  log.error({ lease, until }, 'lease not honoured: it ends later than any can, so somebody changed the database');
  meter.count('recordFaults', { kind: 'lease' });
}

/** What is remembered of accounts: where the record tells something else, it is logged and counted. */
function watchedAccounts(
  store: Pick<Store, 'accountsSeen' | 'noteAccounts'>,
  watched: <T>(work: Promise<T>) => Promise<T>,
  { meter, log }: { readonly meter: Meter; readonly log: Log },
): Pick<Store, 'accountsSeen' | 'noteAccounts'> {
  const said = <M extends { readonly strange: readonly string[] }>(memory: M): M => {
    const { strange: oids } = memory;
    if (oids.length === 0) return memory;
    log.error({ oids }, 'accounts are not remembered as the record tells: somebody changed the database');
    meter.count('recordFaults', { kind: 'accounts' });
    return memory;
  };
  return {
    accountsSeen: async (tenantId, oids) => said(await watched(store.accountsSeen(tenantId, oids))),
    noteAccounts: (whose, note) => watched(store.noteAccounts(whose, (memory) => note(said(memory)))),
  };
}
