import type { Change } from '../../changes/registry/change.ts';
import { partsOf } from '../../changes/registry/kind-of.ts';
import { switchedOff } from '../../changes/supported/supported-kinds.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { EntraObjectId } from '../../shared/ids.ts';
import { utcWords } from '../../shared/language/time-words.ts';
import { inEnglish, msg, say, t } from '../../shared/language/worded.ts';
import { NOT_AS_SEEN } from '../messages/decision-words.ts';
import { closingNote } from '../messages/state-catalogue/status-of.ts';
import type { Services } from '../ports/services.ts';
import { cardDigest, DIGEST_SHOWN, isInForce, ownDigest } from '../record/digest.ts';
import type { ClosingCode, PendingRequest, Request } from '../record/request.ts';
import { kindOff } from './setting-owner.ts';

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

/**
 * Why nothing more can be asked or approved of a request for now, and what to do, in sentences: changes of its kind are
 * switched off, or the end that it names has passed. Null where nothing stands in the way.
 */
export function barredNow(
  services: Pick<Services, 'clock'> & { readonly supported: Pick<Services['supported'], 'kinds'> },
  { state, change }: Pick<Request, 'state' | 'change'>,
): string | null {
  const parts = partsOf(change);
  const off = parts.map((part) => kindOff(services, part)).find((kind) => kind !== null);
  if (off) return `${switchedOff(off)} ${say(UNTIL_ON[state] ?? ENDED_UNTIL_ON)}`;
  if (state === 'applied' || state === 'approved' || state === 'applying') return null;
  const now = services.clock.now();
  const ends = parts.flatMap((part) => (part.kind === 'indicators' ? endedAll(part, now, isOpen(state)) : []));
  const [end] = ends;
  if (end === undefined) return null;
  return isOpen(state)
    ? t`Its own end, ${utcWords(end)}, has passed, so nothing of it would be written. Ask for it anew with a later end.`
    : t`Its own end, ${utcWords(end)}, has passed. To ask for it again, write it with a later end.`;
}

function isOpen(state: Request['state']): boolean {
  return state === 'draft' || state === 'pending';
}

/** The last end of a list of which nothing would be written any more. Asked again, one that lasts so long ends anew. */
function endedAll(
  { entries }: Extract<Change, { kind: 'indicators' }>,
  now: number,
  isAsked: boolean,
): readonly number[] {
  const ends = entries.map(({ to }) => (to !== null && (isAsked || to.lasts === null) ? to.until : null));
  const passed = ends.flatMap((end) => (end !== null && end <= now ? [end] : []));
  return passed.length === entries.length ? [Math.max(...passed)] : [];
}

/** What to do while changes of its kind are switched off. */
const UNTIL_ON: Readonly<Partial<Record<Request['state'], string>>> = {
  draft: msg`Until then this draft cannot be sent.`,
  pending: msg`Until then this request cannot be approved.`,
  applied: msg`Until then Airlock neither undoes nor cancels anything of this request.`,
};

const ENDED_UNTIL_ON = msg`Until then it cannot be asked for again.`;

/**
 * Refuses what `barredNow` tells.
 * @throws AirlockError wrong-state
 */
export function assertNotBarred(services: Pick<Services, 'clock' | 'supported'>, request: Request): void {
  const why = barredNow(services, request);
  if (why !== null) throw new AirlockError('wrong-state', why);
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
