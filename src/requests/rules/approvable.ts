import { AirlockError } from '../../shared/errors.ts';
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

/**
 * Refuses a change that no card can show whole: an approver could not see all of it.
 * @throws AirlockError not-allowed
 */
export function assertShownWhole({ presentation }: Pick<Services, 'presentation'>, request: Request): void {
  if (presentation.showsWhole(request)) return;
  throw new AirlockError(
    'not-allowed',
    'This change is too large to be shown whole on a card, so it cannot be approved. Split it into smaller requests.',
  );
}
