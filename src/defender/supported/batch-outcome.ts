import type { Item } from '../../changes/change-kind.ts';
import type { BatchOutcome, ItemOutcome } from '../../requests/ports/tenant.ts';
import { type AirlockError, isAirlockError } from '../../shared/errors.ts';

/** Milliseconds until Defender is asked again where it gave no answer, and where Airlock could not sign in. */
const NO_ANSWER = 15_000;
const SIGNED_OUT = 60_000;

/** The same outcome for each of these items. */
export function allOf(items: readonly Pick<Item, 'key'>[], outcome: Omit<ItemOutcome, 'key'>): readonly ItemOutcome[] {
  return items.map(({ key }) => ({ key, ...outcome }));
}

/**
 * What came of the items of a call that failed. Only a clear refusal says that nothing was written; where an answer may
 * be missing the items are `started`, and only reading may follow.
 * @throws the error itself where it is none of the tenant's
 */
export function outcomeOfFault(error: unknown, items: readonly Pick<Item, 'key'>[], now: number): BatchOutcome {
  if (!isAirlockError(error)) throw error;
  const reason = error.message;
  const retryAt = typeof error.details.retryAt === 'number' ? error.details.retryAt : null;
  switch (error.code) {
    case 'tenant-throttled':
      return { outcomes: allOf(items, { state: 'waiting' }), retryAt: retryAt ?? now + NO_ANSWER, waits: reason };
    case 'tenant-signed-out':
      return { outcomes: allOf(items, { state: 'waiting' }), retryAt: now + SIGNED_OUT, waits: reason };
    case 'tenant-refused':
      return { outcomes: allOf(items, { state: 'refused', reason }), retryAt: null, ...stopped(error) };
    case 'tenant-unavailable': {
      const waits = error.details.arrived === false;
      const outcome = waits ? ({ state: 'waiting' } as const) : ({ state: 'started', reason } as const);
      return { outcomes: allOf(items, outcome), retryAt: retryAt ?? now + NO_ANSWER, ...(waits && { waits: reason }) };
    }
    default:
      return { outcomes: allOf(items, { state: 'started', reason }), retryAt: now + NO_ANSWER };
  }
}

/** A 403 is mostly about the identity that writes: then the others would be refused, too. */
function stopped({ message, details }: AirlockError): Pick<BatchOutcome, 'stops'> {
  return details.status === 403 ? { stops: message } : {};
}

/** What came of a reading that failed: nothing is known of any item, and it is read again. */
export function unsettled(error: unknown, now: number): BatchOutcome {
  if (!isAirlockError(error)) throw error;
  const { retryAt } = error.details;
  const at = typeof retryAt === 'number' ? retryAt : now + NO_ANSWER;
  return { outcomes: [], retryAt: at, waits: error.message };
}
