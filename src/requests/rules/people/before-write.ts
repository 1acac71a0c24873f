import type { Standing } from '../../ports/directory.ts';
import type { Approval, Evidence, Request } from '../../record/request.ts';
import type { StaleCause } from '../end-request.ts';
import type { Comparison } from './compare-people.ts';
import type { JudgeServices } from './judge-approval.ts';
import { comparePairs, type KnownPerson, knownPerson, type Pair } from './known-person.ts';
import { changeFault, requesterFault } from './person-faults.ts';
import { refused, rightRefusal } from './rights.ts';
import { askOwner, ownerUnknown } from './session-owner.ts';
import { accountOf, apartWords, proofOf } from './told-apart.ts';

type Approved = Pick<Request, 'requester' | 'approvals' | 'change'> & { readonly requesterEvidence?: Evidence };

export type WriteJudgement =
  /** The user principal name that the write may be made as; null where no person's session writes. */
  { readonly actsAs: string | null } | { readonly fault: StaleCause };

/**
 * Asks again, right before a write and in one round of parallel calls, about everybody who acted on a request: that
 * they still hold their roles, carry the marks that they carried then, are still known to be different people, and do
 * not own the session that would write. An approval of somebody who is gone does not count.
 * @throws AirlockError not-allowed where another admin has to sign in first, directory-unavailable
 */
export async function judgeWrite(services: JudgeServices, request: Approved): Promise<WriteJudgement> {
  const { directory, policy } = services;
  const [requester, standings, owner] = await Promise.all([
    directory.standing(request.requester.oid, policy.requesters),
    Promise.all(request.approvals.map(({ by }) => directory.standing(by.oid, policy.approvers))),
    askOwner(services, request),
  ]);
  const fault = requesterFault(policy, request, requester);
  if (fault || !requester) return { fault: fault ?? { code: 'requester-gone', why: '' } };
  const given = request.approvals.map((approval, index) => approver(services, approval, standings[index] ?? null));
  const lost = given.flatMap((one) => ('fault' in one ? [one.fault] : []))[0] ?? tooFew(services, given);
  if (lost) return { fault: lost };
  const approvers = given.flatMap((one) => ('known' in one && one.known ? [{ ...one, known: one.known }] : []));
  const one = await foundOne(services, knownPerson(requester.person, policy.people), request, approvers);
  if (one) return { fault: one };
  if (owner && !owner.person) throw refused(ownerUnknown(owner.name));
  if (!owner?.person) return { actsAs: null };
  await assertEnoughBesides(services, knownPerson(owner.person, policy.people), approvers);
  return { actsAs: owner.person.userPrincipalName };
}

interface Approver {
  readonly approval: Approval;
  readonly known: KnownPerson;
}

type Given = { readonly fault: StaleCause } | { readonly approval: Approval; readonly known: KnownPerson | null };

/** `known` is null for somebody who is gone. */
function approver({ policy }: JudgeServices, approval: Approval, standing: Standing | null): Given {
  if (!standing) return { approval, known: null };
  const { by, evidence } = approval;
  if (rightRefusal(standing, policy.approvers, 'approve changes')) return { fault: lostFault(by.name) };
  const known = knownPerson(standing.person, policy.people);
  const fault = changeFault(by, evidence, known, 'approved this');
  return fault ? { fault } : { approval, known };
}

function lostFault(name: string): StaleCause {
  const why = `${name}, who approved this, may no longer approve changes. Nothing was changed; ask again.`;
  return { code: 'rights-lost', why };
}

function tooFew({ policy }: JudgeServices, given: readonly Given[]): StaleCause | null {
  const gone = given.flatMap((one) => ('approval' in one && !one.known ? [one.approval.by.name] : []));
  if (gone.length === 0 || given.length - gone.length >= policy.quorum) return null;
  const [what, is] = gone.length === 1 ? ['an approval', 'is'] : ['approvals', 'are'];
  const why = `${gone.join(', ')}, who approved this, ${is} no longer in the directory, so ${what} no longer counts. Nothing was changed; ask again.`;
  return { code: 'rights-lost', why };
}

/** Whether anybody turns out to be, or may be, the same person as another who acted. */
async function foundOne(
  { directory, policy: { people } }: JudgeServices,
  requester: KnownPerson,
  { requester: asked }: Approved,
  approvers: readonly Approver[],
): Promise<StaleCause | null> {
  const pairs = approvers.flatMap(({ approval, known }, index) => [
    { pair: [known, requester] as const, by: approval.by, other: asked },
    ...approvers.slice(0, index).map((earlier) => ({
      pair: [known, earlier.known] as const,
      by: approval.by,
      other: earlier.approval.by,
    })),
  ]);
  const comparisons = await comparePairs(
    directory,
    pairs.map(({ pair }): Pair => pair),
    people,
  );
  const at = comparisons.findIndex((comparison) => !proofOf(comparison, people));
  const [comparison, pair] = [comparisons[at], pairs[at]];
  if (!comparison || !pair || comparison.answer === 'different') return null;
  const words = apartWords(comparison, accountOf(pair.by), accountOf(pair.other));
  return {
    code: 'rights-lost',
    why: `The approval of ${pair.by.name} does not count, since ${words}. Nothing was changed.`,
  };
}

/** @throws AirlockError not-allowed when too few approvals are left besides those of the session's owner */
async function assertEnoughBesides(
  { directory, policy }: JudgeServices,
  owner: KnownPerson,
  approvers: readonly Approver[],
): Promise<void> {
  const pairs = approvers.map(({ known }): Pair => [known, owner]);
  const comparisons = await comparePairs(directory, pairs, policy.people);
  const isOwn = (comparison: Comparison | undefined) => !comparison || !proofOf(comparison, policy.people);
  const own = approvers.filter((_approver, index) => isOwn(comparisons[index]));
  const [first] = own;
  if (!first || approvers.length - own.length >= policy.quorum) return;
  throw refused({
    why: 'own-session',
    sentence: `${first.approval.by.name} approved this, and the session that would write it is their own. Another admin has to sign in; then it is applied.`,
  });
}
