import type { Services } from '../../requests/ports/services.ts';
import type { Store } from '../../requests/ports/store.ts';
import { type AirlockError, isAirlockError } from '../../shared/errors.ts';
import { type Log, logAlways, type Meter } from '../../shared/runtime.ts';
import { staysBroken } from '../../store/record/broken-record.ts';

/** What a watched store says and notes by. */
export interface Watching extends Pick<Services, 'clock' | 'tenantId' | 'log' | 'witness'> {
  readonly meter: Meter;
}

/**
 * Wraps the store: where the record was cut, replaced or changed, it logs and counts each step that was refused. From
 * then on the store is not ready. What no setting mends is noted, so that no start signs over it: beside the record,
 * and how far it had come, in the log and in the witness.
 */
export function watchedStore(store: Store, watching: Watching): Store {
  const { meter, log } = watching;
  let broken: AirlockError | null = null;
  let isNoted = false;
  const watched = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (isAirlockError(error, 'record-broken')) {
        broken = error;
        if (staysBroken(error) && !isNoted) isNoted = await noted(store, error.details.found, watching);
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
  const unbroken = async <T>(work: () => Promise<T>): Promise<T> => {
    if (broken !== null) throw broken;
    return work();
  };
  return {
    ...store,
    ping: () => unbroken(() => store.ping()),
    look: () => unbroken(() => store.look()),
    ...watchedLists(store, watching),
    commit: (step) => watched(store.commit(step)),
    send: (batch) => watched(store.send(batch)),
    takeTask: (kinds, owner, now, leaseMs) => watched(store.takeTask(kinds, owner, now, leaseMs)),
    ...watchedTrails(store, watched),
    checkpoint: (tenantId) => watched(store.checkpoint(tenantId)),
    isChannelTold: (stored) => watched(store.isChannelTold(stored)),
    facts: (tenantId, prefix, onUnreadable) => watched(store.facts(tenantId, prefix, onUnreadable)),
    ...watchedAccounts(store, watched, { meter, log }),
  };
}

function watchedTrails(store: Store, watched: <T>(work: Promise<T>) => Promise<T>) {
  return {
    trail: (tenantId, id) => watched(store.trail(tenantId, id)),
    story: (tenantId, id) => watched(store.story(tenantId, id)),
  } satisfies Partial<Store>;
}

/** Lists leave out what is not as recorded, and say so. */
function watchedLists(store: Store, { meter, log }: Watching) {
  const told = (on: (number: number, fault: AirlockError) => void = () => {}) => {
    return (number: number, fault: AirlockError) => {
      if (isAirlockError(fault, 'digest-mismatch')) {
        log.error({ number, code: fault.code }, 'request left out of a list: not as recorded');
        meter.count('recordFaults', { kind: 'mismatch' });
      }
      on(number, fault);
    };
  };
  return {
    requests: (tenantId, query, onUnreadable) => store.requests(tenantId, query, told(onUnreadable)),
    found: (tenantId, query, onUnreadable) => store.found(tenantId, query, told(onUnreadable)),
    openPage: (tenantId, query, onUnreadable) => store.openPage(tenantId, query, told(onUnreadable)),
    drafts: (tenantId, query, onUnreadable) => store.drafts(tenantId, query, told(onUnreadable)),
  } satisfies Partial<Store>;
}

/** @returns whether it could be noted; if not, whoever finds it next tries again */
async function noted(store: Store, why: string, watching: Watching): Promise<boolean> {
  const { clock, tenantId, log, witness } = watching;
  try {
    const note = await store.noteBroken(tenantId, { at: clock.now(), why });
    logAlways(log, { checkpoint: note }, 'record checkpoint of before it was broken');
    if (note !== null) await witness.add(note);
    return true;
  } catch (error) {
    log.error({ err: error }, 'not noted that the record is broken');
    return false;
  }
}

/** Says that a lease was forged, which would have kept work from being done. It is not honoured. */
export function tellForged({ log, meter }: { readonly log: Log; readonly meter: Meter }, lease: string, until: number) {
  log.error({ lease, until }, 'lease not honoured: it ends later than any can, so somebody changed the database');
  meter.count('recordFaults', { kind: 'lease' });
}

/** Says that a lock on an object was forged, which would have kept people from asking for changes of it. */
export function tellForgedLock(
  { log, meter }: { readonly log: Log; readonly meter: Meter },
  object: string,
  requestId: string,
) {
  log.error({ object, requestId }, 'lock not honoured: its request does not lock it, so somebody changed the database');
  meter.count('recordFaults', { kind: 'lock' });
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
