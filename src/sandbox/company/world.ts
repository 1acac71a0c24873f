import type { EventEmitter } from 'node:events';
import type { HabitName } from '../../shared/played-tenants.ts';
import type { Person } from './person.ts';

/** Records a change of the tenant that took effect, and notifies the listeners. */
export function recordWrite(world: World, by: string, what: string): void {
  world.tenant.writes.push({ at: new Date(world.now()).toISOString(), what, by });
  world.changes.emit('change');
}

/** Everybody whom the directory knows: the people without those who are gone. */
export function presentPeople(world: World): Person[] {
  return world.people.filter((person) => !person.gone);
}

/** How a list in an answer is odd: all of it is allowed by JSON. */
export interface OddList {
  /** Keys that records lack. */
  readonly without?: readonly string[];
  /** Keys that records have with these values. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** How many records lack or have them, from the first on; all when absent. */
  readonly records?: number;
  /** Records that hold this text as a value do not come; with `*` none does. */
  readonly hides?: string;
  /** The first record comes once more at the end, with these values. */
  readonly copy?: Readonly<Record<string, unknown>>;
  /** What comes in place of the list. */
  readonly instead?: unknown;
  /** What the list holds besides, at its end. Without a list, the answer has the keys of these. */
  readonly more?: readonly unknown[];
  /**
   * Whether each answer links to a next one, which is the same: `itself`, or by a new link each time; or to nowhere.
   */
  readonly link?: 'itself' | 'new' | 'nowhere';
  /** The most records of a page. */
  readonly most?: number;
  /** Whether `$skip` counts for nothing, or by how many records every page but the first begins too late or early. */
  readonly skip?: 'ignored' | number;
}

/** A fault that a visitor or a test switched on; see controls/. */
export interface Fault {
  /** The API that shows the fault. */
  readonly surface: 'portal' | 'mde' | 'graph' | 'activity' | 'connector' | 'sign-in';
  /** Only calls of this method (upper case); every method when absent. */
  readonly method?: string;
  /** Only calls whose path contains this; every path when absent. */
  readonly path?: string;
  /**
   * `status` answers with that status. `hang` never answers. `cut` breaks the connection before the work, `cut-after`
   * after the work. `latency` waits before the work, and does none for a caller who hung up meanwhile; it joins any
   * other kind. `odd-list` answers with a list that is odd in itself, `stale` answers each GET as the first one of the
   * same address since the fault was ordered: a list that lags behind a write. The other three break the body.
   */
  readonly kind:
    | 'status'
    | 'hang'
    | 'cut'
    | 'cut-after'
    | 'latency'
    | 'odd-list'
    | 'truncated-json'
    | 'wrong-content-type'
    | 'schema-drift'
    | 'stale';
  /** For kind `status`. */
  readonly status?: number;
  /** What the answer with a status says, in place of the sandbox's own words. */
  readonly says?: { readonly code: string; readonly message: string };
  /** With a status: a web page comes, as something before the service sends it. */
  readonly page?: true;
  /** For kind `odd-list`. */
  readonly list?: OddList;
  /** For kind `latency`: how long, in milliseconds. */
  readonly ms?: number;
  /** Seconds, sent as Retry-After with a status. */
  readonly retryAfter?: number;
  /** How many calls it affects; when absent, all until it is cleared. */
  times?: number;
}

export interface EntraGroup {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly securityEnabled: boolean;
  /**
   * Whether it holds a Defender role: only such groups can be given access to device groups (learn: machine-groups).
   */
  readonly defenderRole: boolean;
  /** Template ids of the directory roles that its members may activate in PIM; none when absent. */
  readonly eligibleRoles?: readonly string[];
}

/** A device of the company. Its group is evaluated, not stored. */
export interface Machine {
  /** 40 hexadecimal digits. */
  readonly id: string;
  readonly computerDnsName: string;
  readonly osPlatform: string;
  readonly version: string;
  readonly machineTags: readonly string[];
  readonly healthStatus: 'Active' | 'Inactive' | 'ImpairedCommunication' | 'NoSensorData';
  readonly onboardingStatus: 'Onboarded' | 'CanBeOnboarded' | 'Unsupported' | 'InsufficientInfo';
  readonly riskScore: 'None' | 'Low' | 'Medium' | 'High';
  readonly exposureLevel: 'Low' | 'Medium' | 'High';
  readonly aadDeviceId: string | null;
  /** ISO 8601, UTC. */
  readonly lastSeen: string;
  readonly lastIpAddress: string;
  /** The domain that rules see, where it is not the rest of the DNS name; no API lists it. */
  readonly adDomain?: string;
  /** Tags of dynamic rules: rules see them, `/api/machines` lists none. */
  readonly dynamicTags?: readonly string[];
  /** A tag of its registry, which is among `machineTags` too: no API takes it away. */
  readonly registryTag?: string;
  /** The id of the record that this one was merged into: this one is no device any more. */
  readonly mergedIntoMachineId?: string;
  readonly isPotentialDuplication?: boolean;
}

export type TenantKind = 'classic' | 'current' | 'business' | 'plan1';

/** One device group in the portal's wire form (docs/facts/defender.md#portal-device-groups). Unknown keys are kept. */
export interface WireGroup {
  MachineGroupId: number;
  Name: string;
  Description: string;
  AutoRemediationLevel: number;
  Priority: number;
  LastUpdated: string;
  IsUnassignedMachineGroup: boolean;
  MachineCount: number;
  GroupRules?: { OperatorType: number; Property: number; PropertyValue: string }[];
  MachineGroupAssignments: { WcdAadGroup: { DisplayName: string; ObjectId: string } }[];
  OldMachineGroupId: number | null;
  [unknown: string]: unknown;
}

/** The actual state of the Defender tenant. */
export interface TenantState {
  kind: TenantKind;
  habit: HabitName;
  /** The flat settings object of the portal, key by key. */
  advancedFeatures: Record<string, unknown>;
  /** Replaced as a whole on every change, never changed in place, since the array is the cache key of evaluations. */
  deviceGroups: WireGroup[];
  /** The `MachineGroupId` for the next new group; numbers are never reused. */
  nextGroupId: number;
  /**
   * Each change that took effect, oldest first. `at` is ISO 8601; `by` says who made it (the owner of the bot's
   * session, or somebody behind its back).
   */
  writes: { at: string; what: string; by: string }[];
}

/**
 * Everything outside the bot. Routes read and change it. `changes` emits 'change' after each change of the tenant,
 * people or faults.
 */
export interface World {
  readonly tenantId: string;
  now(): number;
  /** Settles after so many milliseconds; rejects as soon as the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  readonly people: Person[];
  readonly entraGroups: EntraGroup[];
  readonly machines: Machine[];
  readonly tenant: TenantState;
  readonly faults: Fault[];
  readonly changes: EventEmitter;
}
