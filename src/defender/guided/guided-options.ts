import type { Clock } from '../../shared/runtime.ts';
import type { ReadFleet } from '../public-api/fleet.ts';
import type { ReadScopes } from '../public-api/scope-reader.ts';

/** The readers that the guided connector uses. */
export interface GuidedOptions {
  readonly tenantId: string;
  readonly clock: Clock;
  /** Reads the device groups from Microsoft Graph. */
  readonly scopes: ReadScopes;
  /** Reads the devices from Defender's public API, and the groups in which it reports them. */
  readonly fleet: ReadFleet;
}
