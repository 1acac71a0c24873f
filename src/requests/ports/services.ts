import type { Base } from '../../changes/base.ts';
import type { Change } from '../../changes/registry/change.ts';
import type { TenantId } from '../../shared/ids.ts';
import type { Language } from '../../shared/language/languages.ts';
import type { Clock, Ids, Log, Meter } from '../../shared/runtime.ts';
import type { Policy } from '../record/digest.ts';
import type { ActionCenter, ReadActivity } from './defender-activity.ts';
import type { Directory } from './directory.ts';
import type { Store } from './store.ts';
import type { SupportedTenant, Tenant } from './tenant.ts';
import type { ReadTenantAudit } from './tenant-audit.ts';
import type { Witness } from './witness.ts';

/** How people see a request. */
export interface Presentation {
  /** Whether the card to approve shows every value of the change in full. */
  showsWhole(request: { readonly change: Change; readonly base: Base }): boolean;
}

/** What the use cases work with; each function takes the members that it uses. */
export interface Services {
  /** The Entra tenant that this installation serves; it knows no other tenant's people and requests. */
  readonly tenantId: TenantId;
  readonly store: Store;
  readonly directory: Directory;
  readonly tenant: Tenant;
  /** What Microsoft's supported APIs write. */
  readonly supported: SupportedTenant;
  readonly activity: ReadActivity;
  readonly center: ActionCenter;
  readonly tenantAudit: ReadTenantAudit;
  readonly witness: Witness;
  readonly presentation: Presentation;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly policy: Policy;
  /** Role template ids and group ids that allow to look, besides those of the policy. They never decide anything. */
  readonly readers: readonly string[];
  /** When digests come, in ms after midnight UTC. */
  readonly digestAt: number;
  /** After how many ms the channel for approvals is told of what waits in Defender; 0 for never. */
  readonly remindAfter: number;
  /** What is spoken where many read along, and to people whose language is not known. */
  readonly language: Language;
  readonly log: Log;
  readonly meter: Meter;
}
