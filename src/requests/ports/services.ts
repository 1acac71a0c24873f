import type { Clock, Ids, Log, Meter } from '../../shared/runtime.ts';
import type { Policy } from '../record/digest.ts';
import type { ReadActivity } from './defender-activity.ts';
import type { Directory } from './directory.ts';
import type { Store } from './store.ts';
import type { Tenant } from './tenant.ts';

/** What the verbs work with; wired in app.ts. */
export interface Services {
  /** The Entra tenant that this installation serves: the only one whose people and requests exist for it. */
  readonly tenantId: string;
  readonly store: Store;
  readonly directory: Directory;
  readonly tenant: Tenant;
  readonly activity: ReadActivity;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly policy: Policy;
  readonly log: Log;
  readonly meter: Meter;
}
