import { readForStatus, type StatusReading } from '../requests/notifying/tenant-status.ts';
import type { Services } from '../requests/ports/services.ts';

/** Milliseconds for which one reading of the tenant answers everybody who asks for the status. */
const GOOD_FOR = 10_000;

export interface SharedStatus {
  /** @throws AirlockError the tenant's errors */
  read(): Promise<StatusReading>;
  /** Makes the next caller read anew, since something was applied. It needs no `this`. */
  readonly forget: () => void;
}

/** One reading of the tenant for all who ask within some seconds, and one at a time. A failed one is not kept. */
export function shareStatus(services: Services): SharedStatus {
  let last: { readonly reading: Promise<StatusReading>; readonly until: number } | null = null;
  return {
    read() {
      const now = services.clock.now();
      if (last && last.until > now) return last.reading;
      const mine = { reading: readForStatus(services), until: now + GOOD_FOR };
      last = mine;
      mine.reading.catch(() => {
        if (last === mine) last = null;
      });
      return mine.reading;
    },
    forget() {
      last = null;
    },
  };
}
