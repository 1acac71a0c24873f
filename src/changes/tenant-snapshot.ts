import type { Device, DeviceGroup, EntraGroupRef, OperatorDoubt, TextOperator } from './device-group.ts';
import type { FeatureName, FeatureState } from './features.ts';
import type { Source, Sources } from './knowledge/knowledge.ts';
import type { RemediationLevel } from './remediation-level.ts';

/** The parts of a tenant that are read together. `own`: Airlock's own settings, which no connector knows. */
export type Scope = 'features' | 'groups' | 'devices' | 'access' | 'own' | SupportedScope;

/**
 * The parts that only a change by a supported API is about: where the tags of devices come from, indicators, actions on
 * devices, and alerts.
 */
export type SupportedScope = (typeof SUPPORTED_SCOPES)[number];

const SUPPORTED_SCOPES = ['tags', 'indicators', 'actions', 'alerts'] as const;

export function isSupportedScope(scope: Scope): scope is SupportedScope {
  return SUPPORTED_SCOPES.some((one) => one === scope);
}

/** A part of the tenant as found, and what it lacks. */
export interface Part<T> {
  readonly found: readonly T[];
  /** One sentence on what could not be read; null where it is whole. What is not in `found` is then not known. */
  readonly lacks: string | null;
}

/** The tags of one device by where they come from; only hunting tells them apart. */
export interface TagOrigins {
  readonly deviceId: string;
  /** By hand or by API: the only ones that a change can set. */
  readonly manual: readonly string[];
  /** By an asset rule, which Airlock cannot see. */
  readonly dynamic: readonly string[];
  /** By the device's registry or a management profile. */
  readonly registry: readonly string[];
}

/** An indicator as Defender lists it; what Defender leaves out is null. */
export interface IndicatorRecord {
  readonly id: string;
  readonly value: string;
  /** `FileSha256`, `IpAddress`, ... as on the wire. */
  readonly type: string;
  /** `Allowed`, `Block`, ... as on the wire. */
  readonly action: string;
  readonly title: string;
  readonly description: string;
  /** Milliseconds since 1970; null for one that never ends. */
  readonly expiresAt: number | null;
  readonly severity: string | null;
  /** Names of device groups; empty for all of them. */
  readonly groups: readonly string[];
  /** Present where it has device groups by number alone: then it is not known which. */
  readonly groupsUnread?: true;
  readonly createdBy: string | null;
  readonly generateAlert: boolean | null;
  readonly recommendedActions: string | null;
}

/** An alert as Defender lists it, as far as a change is about it. */
export interface AlertRecord {
  readonly id: string;
  readonly title: string;
  /** `Informational`, `Low`, `Medium`, `High`. */
  readonly severity: string | null;
  /** DNS name; null for an alert about no device. */
  readonly device: string | null;
  /** `New`, `InProgress`, `Resolved`. */
  readonly status: string;
  /** `FalsePositive`, `TruePositive`, `InformationalExpectedActivity`; null for one that nobody classified. */
  readonly classification: string | null;
  readonly determination: string | null;
}

/** An action on a device as Defender lists it: a scan, an isolation. */
export interface ActionRecord {
  readonly id: string;
  /** `RunAntiVirusScan`, `Isolate`, ... as on the wire. */
  readonly type: string;
  readonly deviceId: string;
  /** `Pending`, `InProgress`, `Succeeded`, `Failed`, `TimeOut`, `Cancelled`. */
  readonly status: string;
  readonly comment: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly requestor: string | null;
  /** `Full` or `Quick` of a scan, `Full` or `Selective` of an isolation. */
  readonly scope: string | null;
}

/**
 * `business`: Defender for Business, which has no device groups. `plan1`: groups control access, but their level has
 * little effect.
 */
export type Product = 'plan2' | 'plan1' | 'business' | 'unknown';

/** A channel or group chat in which requests are posted for approval. */
export interface ApprovalChannel {
  /** Key of the conversation, without a thread. */
  readonly conversation: string;
  /** Its name in Teams at the time of the request; empty if Teams gave none. */
  readonly label: string;
}

/** An emergency of which nobody can tell whether it is owed, since its row is not as recorded, or is gone. */
export interface UntoldEmergency {
  readonly request: string;
  readonly number: number;
  /** Who did it, and the title of what was done, in English; null where the record does not tell. */
  readonly by: string | null;
  readonly what: string | null;
}

/** What a list of devices lacks, which is never told as the whole fleet. */
export interface DevicesLack {
  /** How many records cannot be used, and are left out. */
  readonly leftOut: number;
  /** Whether the list broke off before its end, so that there may be more devices. */
  readonly brokenOff: boolean;
  /** Present if the list changed between its pages, so that devices may have slipped through. */
  readonly moved?: boolean;
  /** How many devices came without a part that rules go by; it counts as empty. Absent for none. */
  readonly incomplete?: number;
}

/** A group that a request made by somebody's word, and that is in no list yet. */
export interface UnlistedGroup {
  readonly name: string;
  readonly level: RemediationLevel;
  readonly source: Source;
}

/** A group that a request asks to create, and that is in no list yet. */
export interface AskedGroup {
  readonly name: string;
  /** The number of the request. */
  readonly request: number;
  /** Whether it is applied already, as far as anybody told, and Defender only does not list it yet. */
  readonly isApplied: boolean;
}

/** A tenant as read at one moment; parts that were not requested are absent. */
export interface TenantSnapshot {
  readonly tenantId: string;
  /** Milliseconds since 1970, when the reading began. */
  readonly readAt: number;
  readonly product: Product;
  /** An absent switch is `unknown`. */
  readonly features?: Readonly<Partial<Record<FeatureName, FeatureState>>>;
  /** Every group in rank order, the ungrouped devices last; empty if the product has no groups. */
  readonly groups?: readonly DeviceGroup[];
  /**
   * What the list of groups lacks: `some` of them could not be used, or it was empty, which proves nothing, and
   * `groups` are those that devices name. Absent where it is whole.
   */
  readonly groupsLack?: 'some' | 'all';
  /** The key beside the list that may say that there are more; absent where nothing beside it may. */
  readonly groupsMoreBy?: string;
  /** Names as Defender has them, by number, where `groups` has them without blanks at their ends; absent for none. */
  readonly writtenNames?: ReadonlyMap<number, string>;
  /** How many entries of the list could not be used; absent for none. */
  readonly groupsLeftOut?: number;
  /** Why the list of groups could not be read, where `groups` are those that devices name instead, in sentences. */
  readonly groupsUnread?: string;
  /** Absent for none, and where groups are listed whole. */
  readonly unlisted?: readonly UnlistedGroup[];
  /** Absent for none, and where nobody looked for requests. */
  readonly asked?: readonly AskedGroup[];
  /** Levels that the connector cannot write; absent means none. */
  readonly unwritable?: readonly RemediationLevel[];
  /** Operators that the connector cannot write, and reads by an assumption; absent means none. */
  readonly unwritableOperators?: readonly TextOperator[];
  /** Which evidence is missing for each of them. */
  readonly operatorDoubts?: Readonly<Partial<Record<TextOperator, OperatorDoubt>>>;
  readonly devices?: readonly Device[];
  /**
   * Milliseconds since 1970, when the reading of the devices began: earlier than `readAt` if a recent list was reused.
   */
  readonly devicesAt?: number;
  /** Absent where the list of devices is whole. */
  readonly devicesLack?: DevicesLack;
  /** How parts are known that were not read. */
  readonly sources?: Sources;
  /**
   * The Entra groups that hold a Defender role: only these can be given access to a device group (learn:
   * machine-groups).
   */
  readonly access?: readonly EntraGroupRef[];
  /** Why `access` is absent though it was asked for, in a sentence. */
  readonly accessUnread?: string;
  /** If `access` cannot be read: the requested Entra groups as found in the directory, by object id or name. */
  readonly entraGroups?: readonly EntraGroupRef[];
  /** True where a person applies changes, and so can pick in the portal what Airlock has no name for. */
  readonly byHand?: true;
  /** The tags of the devices that a change is about, by where they come from. */
  readonly tags?: Part<TagOrigins>;
  /** The indicators that a change is about. */
  readonly indicators?: Part<IndicatorRecord>;
  /** Those of a parent domain, a subdomain or a URL of the same host. Absent where that was not read. */
  readonly nearIndicators?: readonly IndicatorRecord[];
  /** How many indicators the tenant has in all. Absent where that was not read. */
  readonly indicatorTotal?: number;
  /** The alerts that a change is about. */
  readonly alerts?: Part<AlertRecord>;
  /** The latest actions on the devices that a change is about. */
  readonly actions?: Part<ActionRecord> & {
    /** Ids of those that the request to be undone ordered itself; absent where nobody asked for them. */
    readonly ordered?: readonly string[];
  };
  /** Null if no channel is used for approvals. */
  readonly approvalChannel?: ApprovalChannel | null;
  readonly untoldEmergencies?: readonly UntoldEmergency[];
  /** The numbers of those that were owed and whose row is as recorded, so that it tells whether they still are. */
  readonly toldEmergencies?: readonly number[];
}

/** The name of a device group letter by letter as Defender has it, which is what a scope is written with. */
export function writtenName({ writtenNames }: TenantSnapshot, { id, name }: Pick<DeviceGroup, 'id' | 'name'>): string {
  return writtenNames?.get(id) ?? name;
}
