import type { Services } from '../ports/services.ts';
import type { ApprovedRequest, PendingRequest, Request } from '../record/request.ts';
import { type Occasion, stopUnrecorded } from './end-request.ts';

/** What became of a row that is not as recorded. */
export interface Unrecorded {
  /** The request as it was stopped; null where it had ended already, by the record: then the row is left as it is. */
  readonly stopped: StoppedRequest | null;
  /** Where the record leads to; null where it does not say. */
  readonly recorded: string | null;
}

type StoppedRequest = Awaited<ReturnType<typeof stopUnrecorded>>;

/**
 * Compares the row of a request with its last entry, before anything is decided, signed or sent on its strength. Where
 * somebody changed it in the database, it is stopped, loudly. A draft is not compared here: nobody approved it, and no
 * step of one that was changed is stored.
 * @returns null where it is as recorded
 * @throws AirlockError rev-conflict where somebody was faster, record-broken, store-corrupt
 */
export async function stopIfUnrecorded(
  services: Services,
  { id, number, state, submittedAt }: Request,
  occasion: Occasion,
): Promise<Unrecorded | null> {
  const { store, tenantId, log, meter } = services;
  if (submittedAt === null) return null;
  const { isSame, state: recorded } = await store.rowAsRecorded(tenantId, id);
  if (isSame) return null;
  const trail = await store.trail(tenantId, id);
  if (trail && isOpen(trail.request) && (recorded === 'pending' || recorded === 'approved')) {
    const why = 'What is stored is not what the last step had stored.';
    return {
      stopped: await stopUnrecorded(services, { ...trail, request: trail.request }, { ...occasion, why }),
      recorded,
    };
  }
  const { correlation } = occasion;
  log.error({ requestId: id, number, state, recorded, correlation }, 'request left as it is: not as recorded');
  meter.count('recordFaults', { kind: 'mismatch' });
  return { stopped: null, recorded };
}

function isOpen(request: Request): request is PendingRequest | ApprovedRequest {
  return request.state === 'pending' || request.state === 'approved';
}
