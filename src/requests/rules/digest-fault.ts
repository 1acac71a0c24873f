import { closingNote } from '../messages/state-catalogue/status-of.ts';
import type { Services } from '../ports/services.ts';
import { digestOf, policyVersion } from '../record/digest.ts';
import type { ClosingCode, Request } from '../record/request.ts';

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
  if (request.policyVersion !== inForce) return faultOf(request, 'policy-changed');
  const { change, base } = request;
  if (digestOf({ tenantId, change, base, policyVersion: inForce }) === request.digest) return null;
  return faultOf(request, 'digest-mismatch');
}

function faultOf<C extends ClosingCode>(request: Request, code: C): { code: C; why: string } {
  return { code, why: closingNote(request, { code, by: null, now: null }) };
}
