import type { EntraObjectId } from '../../../../shared/ids.ts';
import { inEnglish, t } from '../../../../shared/language/worded.ts';
import { untouched } from '../../../messages/state-catalogue/handed-over.ts';
import type { Standing } from '../../../ports/directory.ts';
import type { SessionWriter } from '../../../ports/tenant.ts';
import { fullName } from '../../../record/actor-names.ts';
import type { Approval, Evidence, Request } from '../../../record/request.ts';
import type { StaleCause } from '../../end-request.ts';
import { type Recalled, recall } from '../../seen-accounts.ts';
import { youngFault } from '../ages/asker-age.ts';
import { askedOnce } from '../asked-once.ts';
import { type KnownPerson, knownPerson, type Pair } from '../known-person.ts';
import { possibleOwners } from '../portal-writers.ts';
import { refused } from '../rights.ts';
import { askOwner, ownerUnknown } from '../session-owner.ts';
import { accountOf, apartInShared, proofOf, type Told } from '../told-apart.ts';
import { compareSeen } from './compare-seen.ts';
import { countAhead } from './count-ahead.ts';
import type { JudgeServices } from './judge-approval.ts';
import { type Asks, changeFault, type Faulted, type Left, leftOf, requesterFault, whyLapsed } from './person-faults.ts';

type Approved = Faulted & Pick<Request, 'approvals' | 'change'> & { readonly requesterEvidence?: Evidence };

export type WriteJudgement =
  /** Whose session the write may be made with; null where no person's session writes. */
  { readonly actsAs: SessionWriter | null } | { readonly fault: StaleCause } | { readonly left: Left };

/**
 * Asks again, right before a write and in one round of parallel calls, about everybody who acted on a request: that
 * they still hold their roles, and have for long enough, carry the marks that they carried then, are still known to be
 * different people, and do not own the session that would write. An approval of somebody who is gone, disabled or
 * without their role counts no longer; `left` says what there is without it where that is too little.
 * @throws AirlockError not-allowed where another admin has to sign in first, directory-unavailable
 */
export async function judgeWrite(asked: JudgeServices, request: Approved): Promise<WriteJudgement> {
  const services = { ...asked, directory: askedOnce(asked.directory) };
  const judged = await judge(services, request, 'rights-too');
  if (!('actsAs' in judged)) return judged;
  const fault = await youngFault(services, request);
  return fault ? { fault } : judged;
}

/**
 * The same once somebody says that they applied it by hand: an activation of a role may have run out since the steps
 * were handed over, but who somebody is may not have changed.
 * @returns null where nothing is wrong
 * @throws AirlockError directory-unavailable
 */
export async function judgeReport(
  services: JudgeServices,
  request: Approved,
): Promise<Exclude<WriteJudgement, { actsAs: unknown }> | null> {
  const judged = await judge(services, request, 'identity');
  return 'actsAs' in judged ? null : judged;
}

async function judge(services: JudgeServices, request: Approved, asks: Asks): Promise<WriteJudgement> {
  const { directory, policy } = services;
  const deciders = request.approvals.map(({ by }) => by.oid);
  void countAhead(services, request, deciders);
  const [requester, standings, owner, owners] = await Promise.all([
    directory.standing(request.requester.oid, policy.requesters),
    Promise.all(request.approvals.map(({ by }) => directory.standing(by.oid, policy.approvers))),
    askOwner(services, request),
    possibleOwners(services, request, deciders),
  ]);
  const fault = requesterFault(policy, request, requester, asks);
  if (fault || !requester) return { fault: fault ?? { code: 'requester-gone', why: '' } };
  const left = stillGiven(services, request, standings, asks);
  const approvers = approversIn(services, left, standings);
  const changed = approvers.flatMap((one) => changedApprover(request, one) ?? [])[0];
  if (changed) return { fault: changed };
  if (left.lapsed.length > 0 && approvers.length < policy.quorum) return { left };
  const people = [requester, owner, ...approvers.map(({ known }) => known)].flatMap((one) => one?.person ?? []);
  const recalled = await recall(
    services,
    people.map((person) => ({ person, isApprover: null })),
    'everybody',
  );
  const remembering = { ...services, recalled };
  const one = await foundOne(remembering, knownPerson(requester.person, policy.people), request, approvers);
  if (one) return { fault: one };
  if (owner && !owner.person) throw refused(ownerUnknown(owner));
  if (!owner?.person) return { actsAs: null };
  await assertEnoughBesides(
    remembering,
    { ...owner, known: knownPerson(owner.person, policy.people), owners },
    approvers,
  );
  return { actsAs: { name: owner.person.userPrincipalName, source: owner.source } };
}

type Remembering = JudgeServices & { readonly recalled: Recalled };

interface Approver {
  readonly approval: Approval;
  readonly known: KnownPerson;
}

function approversIn(
  { policy }: JudgeServices,
  { approvals }: Left,
  standings: readonly (Standing | null)[],
): readonly Approver[] {
  return approvals.flatMap((approval) => {
    const standing = standings.find((one) => one?.person.oid === approval.by.oid);
    return standing ? [{ approval, known: knownPerson(standing.person, policy.people) }] : [];
  });
}

function changedApprover(request: Faulted, { approval: { by, evidence }, known }: Approver): StaleCause | null {
  return changeFault(request, { name: fullName(by), kept: evidence, did: 'approved this' }, known);
}

function stillGiven(
  { policy, clock }: JudgeServices,
  request: Pick<Request, 'approvals'>,
  standings: readonly (Standing | null)[],
  asks: Asks,
): Left {
  const role = asks === 'rights-too' ? 'role-too' : 'role-or-eligible';
  const whyNot = request.approvals.map((_one, index) => whyLapsed(policy, standings[index] ?? null, role));
  return leftOf(request, whyNot, clock.now());
}

/** Whether anybody turns out to be, or may be, the same person as another who acted. */
async function foundOne(
  remembering: Remembering,
  requester: KnownPerson,
  request: Approved,
  approvers: readonly Approver[],
): Promise<StaleCause | null> {
  const pairs = approvers.flatMap(({ approval, known }, index) => [
    { pair: [known, requester] as const, by: approval.by, other: request.requester },
    ...approvers.slice(0, index).map((earlier) => ({
      pair: [known, earlier.known] as const,
      by: approval.by,
      other: earlier.approval.by,
    })),
  ]);
  const { policy, recalled } = remembering;
  const { people } = policy;
  const comparisons = await compareSeen(
    remembering,
    pairs.map(({ pair }): Pair => pair),
    recalled,
  );
  const at = comparisons.findIndex((comparison) => !proofOf(comparison, people));
  const [comparison, pair] = [comparisons[at], pairs[at]];
  if (!comparison || !pair || comparison.answer === 'different') return null;
  return inEnglish(() => {
    const words = apartInShared(comparison, accountOf(pair.by), accountOf(pair.other));
    const why = `The approval of ${fullName(pair.by)} does not count, since ${words}. ${untouched(request)}`;
    return { code: 'rights-lost', why };
  });
}

/** @throws AirlockError not-allowed when too few approvals are left besides those of the session's owner, and of
 * whoever may be its owner */
async function assertEnoughBesides(
  remembering: Remembering,
  owner: SessionWriter & { readonly known: KnownPerson; readonly owners: ReadonlySet<EntraObjectId> },
  approvers: readonly Approver[],
): Promise<void> {
  const pairs = approvers.map(({ known }): Pair => [known, owner.known]);
  const { policy, recalled } = remembering;
  const comparisons = await compareSeen(remembering, pairs, recalled);
  const isOwn = (comparison: Told | undefined) => !comparison || !proofOf(comparison, policy.people);
  const own = approvers.filter(({ known }, index) => isOwn(comparisons[index]) || owner.owners.has(known.oid));
  const [first] = own;
  if (!first || approvers.length - own.length >= policy.quorum) return;
  const name = fullName(first.approval.by);
  const sentence = owner.owners.has(first.known.oid)
    ? t`${name} approved this, and the session that would write it may be their own, since it is only said to be ${owner.name}’s. Defender has to tell whose it is, or another admin has to sign in; then it is applied.`
    : t`${name} approved this, and the session that would write it is their own. Another admin has to sign in; then it is applied.`;
  throw refused({ why: 'own-session', sentence });
}
