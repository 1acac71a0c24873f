import { kindOf } from '../../changes/kind-of.ts';
import type { Services } from '../ports/services.ts';
import { digestOf, policyVersion } from '../record/digest.ts';
import type { Request } from '../record/request.ts';

/**
 * Whether what would be applied is, byte for byte, what was submitted under the policy in force
 * (docs/architecture.md#approve-a-digest).
 * @returns null, or the code and sentence of what differs.
 */
export function digestFault(
  { policy, tenantId }: Pick<Services, 'policy' | 'tenantId'>,
  request: Request,
): { code: 'policy-changed' | 'digest-mismatch'; why: string } | null {
  const inForce = policyVersion(policy);
  if (request.policyVersion !== inForce) {
    return {
      code: 'policy-changed',
      why: 'The approval policy was changed after this was asked for. Ask again under the new policy.',
    };
  }
  const { change, base } = request;
  if (digestOf({ tenantId, change, base, policyVersion: inForce }) === request.digest) return null;
  return {
    code: 'digest-mismatch',
    why: `What is stored for "${kindOf(change).title(change)}" is not what was asked for. Nothing was changed. Tell whoever operates Airlock.`,
  };
}
