import type { TenantId } from '../../shared/ids.ts';
import type { Clock, Ids, Log, Meter } from '../../shared/runtime.ts';
import type { Policy } from '../record/digest.ts';
import type { ReadActivity } from './defender-activity.ts';
import type { Directory } from './directory.ts';
import type { Presentation } from './presentation.ts';
import type { Store } from './store.ts';
import type { Tenant } from './tenant.ts';
import type { ReadTenantAudit } from './tenant-audit.ts';
import type { Witness } from './witness.ts';

/** What the use cases work with; each function takes the members that it uses. */
export interface Services {
  /** The Entra tenant that this installation serves; it knows no other tenant's people and requests. */
  readonly tenantId: TenantId;
  readonly store: Store;
  readonly directory: Directory;
  readonly tenant: Tenant;
  readonly activity: ReadActivity;
  readonly tenantAudit: ReadTenantAudit;
  readonly witness: Witness;
  readonly presentation: Presentation;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly policy: Policy;
  /** Role template ids and group ids that allow to look, besides those of the policy. They never decide anything. */
  readonly readers: readonly string[];
  readonly log: Log;
  readonly meter: Meter;
}
