import type { Change, TenantChange } from '../changes/registry/change.ts';
import { isTenantChange } from '../changes/registry/kind-of.ts';
import { AirlockError } from '../shared/errors.ts';

/**
 * Narrows a change to one that a connector writes: neither one of Airlock's own settings nor one by the supported API.
 * @throws AirlockError internal
 */
export function tenantChange(change: Change): TenantChange {
  if (isTenantChange(change)) return change;
  throw new AirlockError('internal', 'This is no setting that a connector to Defender writes.');
}
