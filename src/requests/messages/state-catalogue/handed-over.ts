import { t } from '../../../shared/language/worded.ts';
import type { Handover } from '../../record/request.ts';

interface MayBeHandedOver {
  readonly handover: Handover | null;
  readonly handedOver?: number;
  /** Its writing has begun, so that nothing is said of what was not changed. */
  readonly isBegun?: true;
}

/** Whether the steps were ever handed to a person, also before an approval was taken back. */
export function wasHandedOver({ handover, handedOver }: MayBeHandedOver): boolean {
  return handover !== null || handedOver !== undefined;
}

/**
 * What a request leaves that ends unapplied: nobody can tell whether handed-over steps were followed. Empty where its
 * writing has begun.
 */
export function untouched(request: MayBeHandedOver): string {
  if (request.isBegun) return '';
  return wasHandedOver(request)
    ? t`Airlock itself changed nothing. The steps had been handed over: anything done by following them still stands.`
    : t`Nothing was changed.`;
}
