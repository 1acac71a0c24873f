import type { Fault } from '../../change-kind.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import type { DeviceGroup } from '../device-group.ts';
import type { GroupChange } from '../group-change.ts';

/** A tenant whose groups were read. */
export type GroupSnapshot = TenantSnapshot & { readonly groups: readonly DeviceGroup[] };

/** What a tenant makes of a wish; `change` is null where a fault leaves nothing to build. */
export interface Resolution<C extends GroupChange> {
  readonly change: C | null;
  readonly faults: readonly Fault[];
}
