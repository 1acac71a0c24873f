import { utcWords } from '../../../shared/language/time-words.ts';
import { t } from '../../../shared/language/worded.ts';
import type { OwedBy } from '../../knowing/owed/debts.ts';
import { fullName } from '../../record/actor-names.ts';
import type { Actor, Emergency, Request } from '../../record/request.ts';
import type { Refusal } from '../../rules/people/rights.ts';
import {
  accountOf,
  apartInShared,
  type Proof,
  proofOf,
  refusalOfOne,
  type Told,
} from '../../rules/people/told-apart.ts';
import { type Acted, type TellServices, tellFrom } from './tell-acted.ts';

/** Somebody who is known to be another person than whoever owes a debt, and how that is known. */
export interface Other {
  readonly acted: Acted;
  readonly proof: Proof;
}

/**
 * The first of these people who is known to be another person than whoever did something alone; else why none is: a
 * clause.
 * @throws AirlockError directory-unavailable
 */
export async function findOther(
  services: TellServices,
  debt: Emergency,
  people: readonly Acted[],
): Promise<Other | { readonly why: string }> {
  const told = await tellFrom(services, { by: debt.by, kept: debt.evidence }, people);
  for (const [at, acted] of people.entries()) {
    const one = told[at];
    const proof = one ? proofOf(one, services.policy.people) : null;
    if (proof) return { acted, proof };
  }
  const [first] = people;
  return { why: first ? whyNot(told[0], accountOf(first.by), debt) : t`nobody is known who did it` };
}

/** A debt that bars somebody from starting another emergency, and how they compare with whoever owes it. */
export interface Barring extends OwedBy {
  readonly told: Told | null;
}

/**
 * The first of these open debts whose debtor somebody is not known to be another person than; null where there is none.
 * @throws AirlockError directory-unavailable
 */
export async function findBarring(
  services: TellServices,
  by: Pick<Actor, 'oid' | 'name'>,
  debts: readonly OwedBy[],
): Promise<Barring | null> {
  for (const owed of debts) {
    const { by: debtor, evidence } = owed.debt;
    const [told = null] = await tellFrom(services, { by: debtor, kept: evidence }, [{ by }]);
    if (!told || !proofOf(told, services.policy.people)) return { ...owed, told };
  }
  return null;
}

/** Tells somebody why they may not start another emergency, and what to do. */
export function barredRefusal({ request, debt, told }: Barring): Refusal {
  const name = fullName(debt.by);
  const next =
    told?.answer === 'same'
      ? t`Ask for approval.`
      : t`Ask for approval, or let a colleague do it whose employee id is clearly another one than ${name}’s.`;
  const account = t`this account`;
  const sentenceOf = (why: string) =>
    t`${name} did #${request.number} at once, and another admin has neither approved nor undone it yet (due ${utcWords(debt.until)}). Until then you cannot start another, since ${why}. ${next}`;
  return told && told.answer !== 'different'
    ? refusalOfOne(told, [account, accountOf(debt.by)], sentenceOf)
    : { why: 'not-known', sentence: sentenceOf(whyNot(told, account, debt)) };
}

/** The same of somebody else, for the end of what they started: a sentence. */
export function barredWords(by: Pick<Actor, 'name' | 'principalName'>, { request, debt, told }: Barring): string {
  const why = whyNot(told, accountOf(by), debt);
  return t`${fullName(by)} did this as an emergency while ${fullName(debt.by)} owes an approval for #${request.number}, and ${why}.`;
}

function whyNot(told: Told | null | undefined, account: string, debt: Emergency): string {
  if (!told || told.answer === 'different') return t`nothing is known of ${account}`;
  return apartInShared(told, account, accountOf(debt.by));
}

/** Everybody who let a request be applied, the first of those who asked or approved before the others. */
export function peopleOf({ requester, requesterEvidence, approvals }: Decided): readonly Acted[] {
  return [{ by: requester, kept: requesterEvidence }, ...approvals.map(({ by, evidence }) => ({ by, kept: evidence }))];
}

type Decided = Pick<Request, 'requester' | 'approvals'> & { readonly requesterEvidence?: Acted['kept'] };
