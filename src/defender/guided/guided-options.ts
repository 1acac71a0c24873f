import type { Clock } from '../../shared/runtime.ts';
import type { ReadFleet } from '../public-api/fleet.ts';
import type { DeviceGroupScope } from '../public-api/scope-reader.ts';

/** What the guided connector reads with. */
export interface GuidedOptions {
  readonly tenantId: string;
  readonly clock: Clock;
  /** The device groups by Microsoft Graph. */
  readonly scopes: () => Promise<readonly DeviceGroupScope[]>;
  /** The devices by Defender's public API, and the groups that they are reported in. */
  readonly fleet: ReadFleet;
}
