import type { Scope } from '../../../changes/tenant-snapshot.ts';
import type { PortalCall } from '../portal-call.ts';
import type { SettingsObject } from '../read-features.ts';
import type { WireGroup } from '../read-groups.ts';

/** Everything that was just read, in the wire's own form. */
export interface WireReading {
  readonly settings?: SettingsObject;
  readonly groups?: readonly WireGroup[];
}

/** How one kind of change is written: which whole object is sent where. */
export interface WritePlan<C> {
  readonly scopes: readonly Scope[];
  /** Sends the whole object with nothing but the asked difference: exactly one request. */
  send(call: PortalCall, change: C, reading: WireReading): Promise<unknown>;
}
