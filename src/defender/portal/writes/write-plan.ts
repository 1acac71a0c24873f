import type { Scope } from '../../../changes/tenant-snapshot.ts';
import type { SettingsObject } from '../read-features.ts';
import type { WireGroup } from '../read-groups.ts';

/** Everything that was just read, in the wire's own form. */
export interface WireReading {
  readonly settings?: SettingsObject;
  readonly groups?: readonly WireGroup[];
}

/** The one request that writes a change. */
export interface WireWrite {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: unknown;
}

/** What a read-back shows besides whether the tenant is as asked. */
interface ReadBack {
  /** False where what is as asked cannot be what was written. */
  readonly landed: boolean;
  /** What else people should look at, as one sentence; null where there is nothing. */
  readonly warning: string | null;
}

/** How one kind of change is written: which whole object is sent where. */
export interface WritePlan<C> {
  readonly scopes: readonly Scope[];
  /**
   * The whole object as it was just read, with nothing but the asked difference.
   * @throws AirlockError tenant-unsupported when the change cannot be written; nothing has been sent by then.
   */
  encode(change: C, reading: WireReading): WireWrite;
  /** Compares the reading that the write was made from with the one after it. */
  confirm?(change: C, before: WireReading, after: WireReading): ReadBack;
}
/** False when a number in it is too large for JavaScript to hold, so that sending it back would change it. */
export function carriesExactly(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(carriesExactly);
}
