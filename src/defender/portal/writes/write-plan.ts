import type { Scope } from '../../../changes/tenant-snapshot.ts';
import type { SettingsObject } from '../reading/read-features.ts';
import type { Operators } from '../wire-rule.ts';
import type { WireGroup } from './odd-parts.ts';

/** Everything that was just read, in wire form. */
export interface WireReading {
  readonly settings?: SettingsObject;
  readonly groups?: readonly WireGroup[];
  /** How many entries of their list are no group that can be sent back; absent for none. */
  readonly leftOut?: number;
  /** The key beside their list by which it may say that it holds not all of them; absent for none. */
  readonly moreBy?: string;
  /** What the numbers in the groups' rules mean. */
  readonly operators?: Operators;
}

/** The one request that writes a change. */
export interface WireWrite {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: unknown;
}

/** What a read-back shows, apart from whether the tenant is now as requested. */
interface ReadBack {
  /** False if the tenant is as requested, but this write cannot be the reason. */
  readonly landed: boolean;
  /** What else people should check, as one sentence; null for nothing. */
  readonly warning: string | null;
}

/** How one kind of change is written: which complete object is sent where. */
export interface WritePlan<C> {
  readonly scopes: readonly Scope[];
  /**
   * Builds the write: the complete object as it was just read, with only the requested difference.
   * @throws AirlockError tenant-unsupported when the change cannot be written; nothing was sent
   */
  encode(change: C, reading: WireReading): WireWrite;
  /** Compares the reading before the write with the one after it. */
  confirm?(change: C, before: WireReading, after: WireReading): ReadBack;
}
/** Whether JavaScript can send the value back unchanged; false if it holds a number that is too large. */
export function carriesExactly(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(carriesExactly);
}
