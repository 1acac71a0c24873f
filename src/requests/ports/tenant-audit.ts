import type { FeatureName } from '../../changes/features.ts';
import type { Seen } from './defender-activity.ts';

/** One change of a setting of Defender, as Microsoft's audit log tells it (docs/facts/defender.md#audit). */
export interface AuditedChange {
  /** Microsoft's id of the record; the same from every source. */
  readonly id: string;
  /** Milliseconds since 1970, to the second: the log rounds down. */
  readonly at: number;
  /** `SetAdvancedFeatures`. */
  readonly operation: string;
  /** The switch that it names; null where Airlock does not know the words in `setting`. */
  readonly feature: FeatureName | null;
  /** The setting in the record's own words. */
  readonly setting: string;
  /** Null where the record tells no value. */
  readonly value: 'on' | 'off' | null;
  /** Who changed it, as the record names them: mostly a user principal name. */
  readonly by: string;
  /** The Entra object id of the same account; absent where the record has none. */
  readonly oid?: string;
  /** From which address, in the record's words; absent where it has none. */
  readonly ip?: string;
}

/** What was read of Microsoft's audit log. An empty list proves nothing. */
export interface TenantAudit {
  /** Oldest first. */
  readonly changes: readonly AuditedChange[];
  /** Which log: `CloudAppEvents` by advanced hunting, or the Management Activity API. */
  readonly source: 'hunting' | 'activity-feed';
  /** How many records or parts of the log could not be read, and may be of a switch; absent for none. */
  readonly leftOut?: number;
  /** Milliseconds since 1970: until when the log was asked. */
  readonly until: number;
}

/**
 * Reads the changes of Defender's settings since a time, ms since 1970. A record can be late by minutes, in bad times
 * by a day: ask again from before. Never throws when a service fails: what cannot be read says why.
 */
export type ReadTenantAudit = (since: number) => Promise<Seen<TenantAudit>>;
