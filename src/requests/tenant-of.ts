import type { Change } from '../changes/change.ts';
import type { Tenant } from '../defender/tenant.ts';
import { ownSettings } from './own-settings.ts';
import type { Parts } from './parts.ts';

/** Who holds the setting that a change is about, reads it and writes it: the Defender tenant, or Airlock itself. */
export function tenantOf(parts: Parts, change: Change): Tenant {
  return change.kind === 'approval-channel' ? ownSettings(parts) : parts.tenant;
}
