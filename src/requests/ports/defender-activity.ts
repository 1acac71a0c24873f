/** What was read, or in one sentence why it was not and what to do. */
export type Seen<T> = { readonly value: T } | { readonly why: string };

/** How many there are. */
export interface Count {
  readonly all: number;
  /** True where only the newest were counted, or there may be more. */
  readonly more: boolean;
  /** How many could not be read, and are not counted; absent for none. */
  readonly leftOut?: number;
}

/**
 * What Defender is working on: counts, and names of device groups. Names no device and no person.
 */
export interface Activity {
  /** Milliseconds since 1970, when the reading began. */
  readonly readAt: number;
  /** Automated investigations begun in the last 7 days; `waiting` for somebody's approval in Defender. */
  readonly investigations: Seen<Count & { readonly running: number; readonly waiting: number }>;
  /** Response actions ordered in the last 7 days: scans, isolations and the like; `open` have not ended. */
  readonly actions: Seen<Count & { readonly open: number; readonly failed: number }>;
  /** Open alerts of the last 30 days whose remediation nobody has approved for a day. */
  readonly overdue: Seen<Count>;
  /** Exposure from 0 (best) to 100 by device group; null is the group of the ungrouped devices. */
  readonly exposure: Seen<readonly { readonly group: string | null; readonly score: number }[]>;
}

/** Never throws when a service fails: what cannot be read says why. */
export type ReadActivity = () => Promise<Activity>;
