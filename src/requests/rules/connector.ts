import type { GroupInput } from '../../changes/device-group/input/group-input.ts';
import type { Change } from '../../changes/registry/change.ts';
import { isOwnChange, kindOf } from '../../changes/registry/kind-of.ts';
import type { Scope } from '../../changes/tenant-snapshot.ts';
import type { Services } from '../ports/services.ts';
import type { Tenant } from '../ports/tenant.ts';
import { ownSettings } from './own-settings.ts';

export type ConnectorServices = Pick<Services, 'tenantId' | 'store' | 'clock' | 'tenant'>;

/** Who holds the setting that a change is about, reads it and writes it: the Defender tenant, or Airlock itself. */
export function connectorFor(services: ConnectorServices, change: Change): Tenant {
  return isOwnChange(change) ? ownSettings(services) : services.tenant;
}

/**
 * What must be read to draft a change or to compare it before it is applied; for an input, to make a change of it.
 * Devices only where they would move.
 */
export function draftScopes(asked: { readonly change: Change } | { readonly input: GroupInput }): readonly Scope[] {
  if ('input' in asked) return ['groups', 'devices', 'access'];
  const { scopes, previewScopes } = kindOf(asked.change);
  return [...new Set([...scopes, ...previewScopes])];
}
