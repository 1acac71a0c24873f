import { AirlockError } from '../../shared/errors.ts';
import type { EntraObjectId } from '../../shared/ids.ts';
import { inEnglish, say, t } from '../../shared/language/worded.ts';
import { NOT_AS_SEEN } from '../messages/decision-words.ts';
import { closingNote } from '../messages/state-catalogue/status-of.ts';
import type { Services } from '../ports/services.ts';
import { cardDigest, DIGEST_SHOWN, isInForce, ownDigest } from '../record/digest.ts';
import type { ClosingCode, PendingRequest, Request } from '../record/request.ts';

/**
 * Whether what would be applied is, byte for byte, what was submitted under the policy in force
 * (docs/architecture.md#approve-a-digest).
 * @returns null, or the code and sentence of what differs.
 */
export function digestFault(
  { policy, tenantId }: Pick<Services, 'policy' | 'tenantId'>,
  request: Request,
): { code: 'policy-changed' | 'digest-mismatch'; why: string } | null {
  if (!isInForce(policy, request.policyVersion)) return faultOf(request, 'policy-changed');
  if (request.tenantId === tenantId && ownDigest(request) === request.digest) return null;
  return faultOf(request, 'digest-mismatch');
}

/** Why a waiting request cannot be approved, since the policy is another one by now; null where it can. */
export function outdatedPolicy(policy: Services['policy'], request: Request): string | null {
  if (request.state !== 'pending' || isInForce(policy, request.policyVersion)) return null;
  return t`The approval policy was changed after this was asked for, so it cannot be approved any more. Ask again: the new policy then applies.`;
}

function faultOf<C extends ClosingCode>(request: Request, code: C): { code: C; why: string } {
  return { code, why: inEnglish(() => closingNote(request, { code, by: null, now: null })) };
}

/**
 * Refuses a change that no card can show whole: an approver could not see all of it.
 * @throws AirlockError not-allowed
 */
export function assertShownWhole({ presentation }: Pick<Services, 'presentation'>, request: Request): void {
  if (presentation.showsWhole(request)) return;
  throw new AirlockError(
    'not-allowed',
    t`This change is too large to be shown whole on a card, so it cannot be approved. Split it into smaller requests.`,
  );
}

/** What somebody who acts has looked at. */
export interface Looked {
  readonly door: 'card' | 'typed';
  /**
   * The digest that the card carried, or the first digits of it that were typed; null where there was none: a card that
   * an earlier version drew, or a bare number.
   */
  readonly digest: string | null;
  /** The rev that the card showed; null or absent for what was typed. It tells only what came before a take-back. */
  readonly rev?: number | null;
}

/**
 * Refuses an approval that was sent before the same person took theirs back: a delivery that comes late must not
 * approve against their will. What they type afterwards carries no time, so they have to press.
 * @throws AirlockError card-outdated, card-needed
 */
export function assertNotTakenBack(request: PendingRequest, oid: EntraObjectId, { door, rev = null }: Looked): void {
  const takenBackAt = request.takenBack?.findLast((one) => one.oid === oid)?.rev ?? 0;
  if (takenBackAt === 0) return;
  if (door === 'typed') throw new AirlockError('card-needed', NOT_AS_SEEN.takenBackTyped(request.number));
  if (rev === null || rev < takenBackAt) throw new AirlockError('card-outdated', say(NOT_AS_SEEN.takenBack));
}

/**
 * Refuses an action by somebody who looked at something else than what is stored now. A bare number is no digest that
 * differs.
 * @throws AirlockError card-outdated, digest-mismatch
 */
export function assertSameDigest(request: Request, { door, digest }: Looked): void {
  const stored = cardDigest(request);
  if (door === 'typed') {
    if (digest === null || stored.startsWith(digest)) return;
    throw new AirlockError('digest-mismatch', NOT_AS_SEEN.typed(request.number));
  }
  if (digest === stored) return;
  if (digest === null) throw new AirlockError('card-outdated', say(NOT_AS_SEEN.earlierVersion));
  if (request.submittedAt === null) throw new AirlockError('card-outdated', say(NOT_AS_SEEN.draft));
  throw new AirlockError('digest-mismatch', say(NOT_AS_SEEN.card));
}

/**
 * Refuses a typed decision that may be a blind one, or one that an app typed as that person. Their own card, to be
 * pressed, is the answer.
 * @throws AirlockError card-needed
 */
export function assertLooked(
  { policy }: Pick<Services, 'policy'>,
  { number }: Request,
  { door, digest }: Looked,
): void {
  const { typedDecisions } = policy;
  if (door === 'card' || typedDecisions === 'on') return;
  const isTyped = digest !== null && digest.length >= DIGEST_SHOWN;
  if (typedDecisions === 'with-digest' && isTyped) return;
  throw new AirlockError('card-needed', NOT_AS_SEEN.needsCard(number, typedDecisions));
}
