import type { Change } from '../changes/change.ts';
import { AirlockError } from '../shared/errors.ts';

export type TenantChange = Exclude<Change, { kind: 'approval-channel' }>;

/** Airlock's own settings are nothing that a tenant could be told. @throws AirlockError internal */
export function tenantChange(change: Change): TenantChange {
  if (change.kind !== 'approval-channel') return change;
  throw new AirlockError('internal', 'This is a setting of Airlock itself, and not one of Defender.');
}
