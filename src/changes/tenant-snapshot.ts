import type { Device, DeviceGroup, EntraGroupRef } from './device-group.ts';
import type { FeatureName, FeatureState } from './features.ts';
import type { RemediationLevel } from './remediation-level.ts';

/** What of a tenant is read together; `own` is what Airlock keeps about itself, which no connector knows. */
export type Scope = 'features' | 'groups' | 'devices' | 'access' | 'own';

/**
 * `business`: Defender for Business, which has no device groups; `plan1`: groups give access, their level has little to
 * act on.
 */
export type Product = 'plan2' | 'plan1' | 'business' | 'unknown';

/** A channel or group chat in which requests are posted for approval. */
export interface ApprovalChannel {
  /** Key of the conversation, without a thread of it. */
  readonly conversation: string;
  /** What Teams called it when it was asked for; empty where Teams gave it no name. */
  readonly label: string;
}

/** A tenant as read at one moment; parts that were not asked for are absent. */
export interface TenantSnapshot {
  readonly tenantId: string;
  /** Milliseconds since 1970, when the reading began. */
  readonly readAt: number;
  readonly product: Product;
  /** A switch that is left out is `unknown`. */
  readonly features?: Readonly<Partial<Record<FeatureName, FeatureState>>>;
  /** Every group in rank order, the ungrouped devices last; empty when the product has none. */
  readonly groups?: readonly DeviceGroup[];
  /** Levels that the connector has no way to write; none when absent. */
  readonly unwritable?: readonly RemediationLevel[];
  readonly devices?: readonly Device[];
  /**
   * Milliseconds since 1970, when the reading of the devices began: earlier than `readAt` where a recent list was used
   * again.
   */
  readonly devicesAt?: number;
  /**
   * The Entra groups that hold a Defender role: only these can be given access to a device group (learn:
   * machine-groups).
   */
  readonly access?: readonly EntraGroupRef[];
  /** Where that cannot be read: the Entra groups of the directory that were asked for, by object id or name. */
  readonly entraGroups?: readonly EntraGroupRef[];
  /** Null where no channel is used for approvals. */
  readonly approvalChannel?: ApprovalChannel | null;
}
