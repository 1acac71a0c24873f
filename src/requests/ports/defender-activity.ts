import type { RemediationLevel } from '../../changes/remediation-level.ts';
import type { TagOrigins } from '../../changes/tenant-snapshot.ts';

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
  /** What those scores lack; absent for nothing, and in what an earlier version wrote. */
  readonly exposureLack?: Lack;
}

/** Never throws when a service fails: what cannot be read says why. */
export type ReadActivity = () => Promise<Activity>;

/** How far a list was read: `more` where it may have more records, `leftOut` those that cannot be used. */
export interface Lack {
  readonly more: boolean;
  readonly leftOut: number;
}

/** What waits in Defender for somebody's decision there. Null is what the APIs did not tell. */
export interface Waiting {
  readonly alertId: string | null;
  readonly investigationId: string | null;
  readonly title: string | null;
  readonly severity: string | null;
  readonly device: string | null;
  /** Name of the device group, empty for the ungrouped devices. */
  readonly group: string | null;
  /** What of the alert waits for approval. */
  readonly proposed: readonly AlertEntity[];
  /** When the investigation began, or else when the alert was made; ms since 1970. It waits since then at the most. */
  readonly since: number | null;
}

/** What waits, the oldest first, from both lists that tell of it. */
export interface WaitingList {
  readonly readAt: number;
  readonly items: readonly Waiting[];
  readonly investigations: Seen<Lack>;
  readonly alerts: Seen<Lack>;
}

/** An action on a device. */
export interface DeviceAct {
  /** By Defender's name: `Isolate`, `RunAntiVirusScan`. */
  readonly type: string;
  /** By Defender's name: `Full`, `Selective`, `Quick`; absent where that source tells none. */
  readonly scope?: string;
  readonly device: string | null;
  /** Its id in Defender; absent where that source tells none. */
  readonly deviceId?: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Who ordered it, as the list or the log names them. */
  readonly who: string | null;
  readonly comment: string;
  /** `Succeeded`, `Pending`; null where that source tells none. */
  readonly status: string | null;
  /** What Defender says it was ordered by; `disruption` for what attack disruption did by itself. */
  readonly by: 'portal' | 'api' | 'disruption' | null;
  /**
   * Where it was read: the list of actions, Microsoft's audit log, or both; `own` for an order of Airlock's own that
   * got no clear answer, and that none of them shows.
   */
  readonly from: 'list' | 'log' | 'both' | 'disruption' | 'own';
}

/** Actions on devices of the last 30 days, the latest first, from three places of which each may be unread. */
export interface DeviceActs {
  readonly readAt: number;
  readonly acts: readonly DeviceAct[];
  readonly list: Seen<Lack>;
  readonly log: Seen<Lack>;
  readonly disruption: Seen<Lack>;
}

/** A file, an address or the like that an alert names. */
export interface AlertEntity {
  readonly kind: 'file' | 'ip' | 'url' | 'device' | 'other';
  /** A hash, an address, a URL, a device's name. */
  readonly value: string;
  /** Beside it for people: the name of a file. */
  readonly label: string;
  readonly verdict: string | null;
  readonly remediation: string | null;
  /** Of a device alone: its group, empty for the ungrouped devices. */
  readonly group?: string | null;
  /** Of a device alone: its id in Defender; absent where that is not told. */
  readonly deviceId?: string;
}

export interface AlertFacts {
  readonly readAt: number;
  readonly id: string;
  /** Milliseconds since 1970; null where that is not told. */
  readonly createdAt: number | null;
  readonly title: string;
  readonly severity: string | null;
  readonly status: string | null;
  readonly classification: string | null;
  readonly determination: string | null;
  readonly investigation: string | null;
  readonly entities: readonly AlertEntity[];
}

/** The open alerts of the last 30 days, the latest first. */
export interface AlertList {
  readonly readAt: number;
  readonly alerts: readonly AlertFacts[];
  readonly list: Seen<Lack>;
}

/** What Defender's Action center holds, as far as supported APIs tell it. None of them can approve anything there. */
export interface ActionCenter {
  /** Never throws when a service fails: what cannot be read says why. */
  pending(): Promise<WaitingList>;
  /** Never throws when a service fails. */
  acts(): Promise<DeviceActs>;
  /** Null where there is no alert of this id. @throws AirlockError the tenant's errors */
  alert(id: string): Promise<AlertFacts | null>;
  /** Never throws when a service fails. */
  alerts(): Promise<AlertList>;
  /** The tags of a device by where they come from, null where hunting has no such device; never throws as they. */
  tags(deviceId: string): Promise<Seen<TagOrigins | null>>;
}

/** A button for what could be typed, with a title of its own; or a link into Microsoft's portal. */
export type CenterButton =
  | { readonly title: string; readonly say: string }
  | { readonly title: string; readonly url: string };

/** One thing that waits in Defender, was done there, or is told of it. */
export interface CenterLine {
  readonly title: string;
  readonly facts: readonly string[];
  /** Milliseconds since 1970, with the word in front of it: `Since`. Absent where that is not known. */
  readonly when?: { readonly words: string; readonly at: number };
  readonly buttons?: readonly CenterButton[];
}

/** A request that still lacks its scope and its end, each to be chosen. */
export interface CenterPick {
  /** What the button would have been typed as, with `{scope}` and `{end}` where the choices go. */
  readonly say: string;
  readonly title: string;
  /** `value` is the name as it is typed. */
  readonly scopes: readonly { readonly title: string; readonly value: string }[];
}

/** What Defender's Action center holds, what an alert says, or a digest: lines, what was not read, what to do. */
export interface CenterData {
  readonly tone: 'info' | 'good' | 'warning' | 'attention';
  readonly title: string;
  readonly lines: readonly CenterLine[];
  /** Present where the buttons stand right below the lines, with what is said of them, and these lines come last. */
  readonly acts?: { readonly note: string | null; readonly last: readonly CenterLine[] };
  /** How many devices each remediation level has; absent where that is not told. */
  readonly levels?: readonly { readonly when: string; readonly counts: readonly LevelCount[] }[];
  readonly notes: readonly string[];
  /** Why something could not be read, and what to do. */
  readonly unread: readonly string[];
  readonly readAt: number;
  readonly buttons: readonly CenterButton[];
  /** Absent where nothing has to be chosen. */
  readonly pick?: CenterPick;
}

export interface LevelCount {
  readonly level: RemediationLevel;
  readonly devices: number;
}
