import type { AirlockError } from '../../../../shared/errors.ts';
import type { EntraObjectId } from '../../../../shared/ids.ts';
import { msg, t } from '../../../../shared/language/worded.ts';
import type { DirectoryPerson, RoleDates, Standing } from '../../../ports/directory.ts';
import { fullName } from '../../../record/actor-names.ts';
import type { Actor, Approval, Evidence, Request } from '../../../record/request.ts';
import type { StaleCause } from '../../end-request.ts';
import { type Recalled, type RecallServices, recall } from '../../seen-accounts.ts';
import { ageRefusal, approvalWords, datesOf, requesterWords, seenRefusal, sinceOf, whyNoDates } from '../ages/age.ts';
import { askerRefusal, lookAtAsker } from '../ages/asker-age.ts';
import { askedOnce } from '../asked-once.ts';
import { type KnownPerson, knownPerson } from '../known-person.ts';
import { possibleOwner, possibleOwners, saidOwner } from '../portal-writers.ts';
import { type Refusal, rightRefusal } from '../rights.ts';
import { askOwner, type OwnerServices, ownerUnknown, type SessionOwner } from '../session-owner.ts';
import { apartRefusal, type Proof, proofOf, weakest } from '../told-apart.ts';
import { compareSeen } from './compare-seen.ts';
import { countAhead } from './count-ahead.ts';
import { changeFault, type Faulted, type Left, leftOf, requesterFault, whyLapsed } from './person-faults.ts';

export type JudgeServices = OwnerServices & RecallServices;

/** What judging a request needs of it. */
export type Judged = Faulted &
  Pick<Request, 'approvals' | 'change' | 'deadline'> & { readonly requesterEvidence?: Evidence };

/** Somebody whose approval counts. */
interface Approvable {
  readonly person: DirectoryPerson;
  readonly evidence: Evidence;
  /** The approvals so far, without those that count no longer, and these. */
  readonly left: Left;
  /** Why the request ends instead of being approved; null where nothing is wrong with it. */
  readonly fault: StaleCause | null;
}

/**
 * `isInactive`: they could activate their role, so nothing of this request is theirs to do yet. The refusal says why
 * their approval would not count then either; `eligible` where nothing else is wrong.
 */
export type Judgement = Approvable | { readonly refusal: Refusal; readonly isInactive?: true };

export const OWN_REQUEST: Refusal = {
  why: 'requester',
  sentence: msg`You asked for this change, so you cannot decide on it. Another admin must.`,
};

/**
 * Nobody approves their own request. Asks the directory, now and in one round of parallel calls, everything that
 * decides whether this person's approval counts: they hold an approver's role, for long enough, and are known to be
 * another person than the requester, than anybody who approved already, and than the owner of the session that would
 * write (docs/architecture.md#nobody-approves-their-own-request, docs/architecture.md#ask-for-rights-now).
 * @throws AirlockError directory-unavailable
 */
export async function judgeApproval(asked: JudgeServices, request: Judged, oid: EntraObjectId): Promise<Judgement> {
  if (oid === request.requester.oid) return { refusal: OWN_REQUEST };
  const services = { ...asked, directory: askedOnce(asked.directory) };
  const { policy, clock } = services;
  const { own, dates, ...others } = await ask(services, request, oid);
  const refusal = rightRefusal(own, policy.approvers, t`approve changes`);
  const { endorsers, requester } = others;
  const recalled = await recallAll(services, own, others, refusal);
  if (!own || (refusal && refusal.why !== 'eligible')) return { refusal: refusal ?? OWN_REQUEST };
  const self = knownPerson(own.person, policy.people);
  const told = await tellApart(services, self, request, { ...others, recalled });
  if (refusal) return { refusal: told.refusal ?? told.ownSession ?? refusal, isInactive: true };
  const since = sinceOf(own, datesOf(dates), policy.people);
  const fault = requesterFault(policy, request, requester) ?? endorserFault(services, request, endorsers);
  const words = approvalWords(request);
  const age =
    ageRefusal(since, clock.now(), policy.people, words) ??
    seenRefusal(since, oid, policy.people, recalled, { role: 'approver', words });
  const asker = fault || !requester ? null : requesterAge(services, request, { ...others, requester, recalled });
  const wrong = (endsIt(fault, told.refusal) ? null : told.refusal) ?? age ?? asker ?? told.ownSession;
  // A request whose requester is gone ends, whatever else is wrong.
  if (wrong && requester) return { refusal: wrong };
  return {
    person: own.person,
    evidence: { marks: self.marks, roles: own.holds, since, proof: told.proof },
    left: left(services, request, endorsers),
    fault,
  };
}

/** The requester is one of the two people, so their account and role have to be old enough, too. */
function requesterAge(
  services: JudgeServices,
  request: Judged,
  { requester, requesterDates, recalled }: Pick<Asked, 'requesterDates'> & RequesterNow,
): Refusal | null {
  const kept = keptRole(request);
  const dates = kept === null ? requesterDates : Object.fromEntries(requester.holds.map((id) => [id, kept]));
  return askerRefusal(services, { standing: requester, dates }, recalled, requesterWords(request.requester, request));
}

interface RequesterNow {
  readonly requester: Standing;
  readonly recalled: Recalled;
}

/** Since when the requester held their role, as the directory said at submit; it is asked anew before the write. */
function keptRole({ requesterEvidence }: Judged): number | null {
  return requesterEvidence?.since.role ?? null;
}

/** Roles are asked for before the write. */
function left({ policy, clock }: JudgeServices, request: Judged, endorsers: readonly Endorser[]): Left {
  const whyNot = request.approvals.map(({ by }) => {
    const endorser = endorsers.find((one) => one.by.oid === by.oid);
    return endorser ? whyLapsed(policy, endorser.standing, 'member') : null;
  });
  return leftOf(request, whyNot, clock.now());
}

/** Nobody has to wait for marks to count in a request that ends because they were changed. */
function endsIt(fault: StaleCause | null, refusal: Refusal | null): boolean {
  return fault?.code === 'identity-changed' && refusal?.why === 'not-known';
}

/** Of somebody without a right nothing is kept, but where they could activate a role: they may come back with it. */
async function recallAll(
  services: JudgeServices,
  own: Standing | null,
  { requester, endorsers, owner }: Omit<Asked, 'own' | 'dates' | 'requesterDates'>,
  refusal: Refusal | null,
): Promise<Recalled> {
  const self = own ? [{ person: own.person, isApprover: own.holds.length > 0 }] : [];
  if (refusal && refusal.why !== 'eligible') return recall(services, []);
  const others = [...endorsers.map(({ standing }) => standing), owner].flatMap((one) => one?.person ?? []);
  const asker = requester ? [lookAtAsker(requester)] : [];
  const looks = [...others.map((person) => ({ person, isApprover: null })), ...asker, ...self];
  return recall(services, looks, 'everybody');
}

type Endorser = Approval & { readonly standing: Standing | null };

interface Asked {
  readonly own: Standing | null;
  /** An error where they could not be asked: it matters only for somebody whose approval would count otherwise. */
  readonly dates: RoleDates | AirlockError;
  readonly requester: Standing | null;
  readonly requesterDates: RoleDates | AirlockError;
  /** Everybody else who approved already. */
  readonly endorsers: readonly Endorser[];
  readonly owner: SessionOwner | null;
  /** Whether the session that would write may be this person's own, since it is only said whose it is. */
  readonly mayOwn: boolean;
}

/** The one round. */
async function ask(services: JudgeServices, request: Judged, oid: EntraObjectId): Promise<Asked> {
  const { directory, policy } = services;
  const approvals = request.approvals.filter(({ by }) => by.oid !== oid);
  const datesOfRoles = (of: EntraObjectId) =>
    directory.roleDates(of).catch((error: unknown) => whyNoDates(error, policy.people));
  void countAhead(services, request, [oid]);
  const [own, dates, requester, requesterDates, standings, owner, owners] = await Promise.all([
    directory.standing(oid, policy.approvers),
    datesOfRoles(oid),
    directory.standing(request.requester.oid, policy.requesters),
    keptRole(request) === null ? datesOfRoles(request.requester.oid) : {},
    Promise.all(approvals.map(({ by }) => directory.standing(by.oid, []))),
    askOwner(services, request),
    possibleOwners(services, request, [oid]),
  ]);
  const endorsers = approvals.map((approval, index) => ({ ...approval, standing: standings[index] ?? null }));
  return { own, dates, requester, requesterDates, endorsers, owner, mayOwn: owners.has(oid) };
}

/** How an account is told apart from everybody else who matters. */
interface ToldApart {
  readonly refusal: Refusal | null;
  readonly ownSession: Refusal | null;
  readonly proof: Proof | null;
}

async function tellApart(
  services: JudgeServices,
  self: KnownPerson,
  request: Judged,
  {
    requester,
    endorsers,
    owner,
    mayOwn,
    recalled,
  }: Omit<Asked, 'own' | 'dates' | 'requesterDates'> & { readonly recalled: Recalled },
): Promise<ToldApart> {
  const { people } = services.policy;
  const acted = [{ by: request.requester, standing: requester }, ...endorsers].flatMap(({ by, standing }) =>
    standing ? [{ by, known: knownPerson(standing.person, people) }] : [],
  );
  const writes = owner?.person ? [knownPerson(owner.person, people)] : [];
  const pairs = [...acted.map(({ known }) => known), ...writes].map((other) => [self, other] as const);
  const comparisons = await compareSeen(services, pairs, recalled);
  const proofs = comparisons.map((comparison) => proofOf(comparison, people));
  const refusalAt = (index: number, other: Pick<Actor, 'name'>): Refusal | null => {
    const comparison = comparisons[index];
    return comparison && !proofs[index] ? apartRefusal(comparison, other) : null;
  };
  const refusals = acted.flatMap(({ by }, index) => refusalAt(index, by) ?? []);
  const ownSession = owner?.person ? refusalAt(acted.length, owner.person) : null;
  return {
    refusal: refusals[0] ?? null,
    ownSession: owner && ownerRefusal(owner, ownSession, mayOwn),
    proof: weakest(proofs.slice(0, acted.length).filter((proof) => proof !== null)),
  };
}

function ownerRefusal(owner: SessionOwner, ownSession: Refusal | null, mayOwn: boolean): Refusal | null {
  if (!owner.person) return ownerUnknown(owner);
  if (ownSession?.why === 'one-person' && owner.source === 'said') return saidOwner();
  if (ownSession) return sessionRefusal(ownSession);
  return mayOwn ? possibleOwner(owner.name) : null;
}

/** An approval by the owner of the session is no second pair of eyes. */
function sessionRefusal({ why, sentence, inShared }: Refusal): Refusal {
  const own = t`Your own session would write this change, so your approval does not count. Another admin must approve.`;
  if (why === 'one-person') return { why: 'own-session', sentence: own };
  const others = (words: string) => t`The session that would write is another account’s. ${words}`;
  return { why: 'may-own', sentence: others(sentence), inShared: others(inShared ?? sentence) };
}

function endorserFault({ policy }: JudgeServices, request: Faulted, endorsers: readonly Endorser[]): StaleCause | null {
  for (const { by, evidence, standing } of endorsers) {
    const acted = { name: fullName(by), kept: evidence, did: 'approved this' };
    const fault = standing && changeFault(request, acted, knownPerson(standing.person, policy.people));
    if (fault) return fault;
  }
  return null;
}
