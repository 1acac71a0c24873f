import type { Change, TenantChange } from '../changes/registry/change.ts';
import { isOwnChange } from '../changes/registry/kind-of.ts';
import { AirlockError } from '../shared/errors.ts';

/**
 * Narrows a change to one that the tenant stores, which Airlock's own settings are not.
 * @throws AirlockError internal
 */
export function tenantChange(change: Change): TenantChange {
  if (!isOwnChange(change)) return change;
  throw new AirlockError('internal', 'This is a setting of Airlock itself, and not one of Defender.');
}
