import type { Change } from '../../../changes/registry/change.ts';
import { inEnglish, t } from '../../../shared/language/worded.ts';
import { debtsOf } from '../../knowing/owed/debts.ts';
import type { Services } from '../../ports/services.ts';
import { fullName } from '../../record/actor-names.ts';
import type { Request } from '../../record/request.ts';
import type { StaleCause } from '../../rules/end-request.ts';
import type { JudgeServices } from '../../rules/people/judging/judge-approval.ts';
import { type Refusal, refused } from '../../rules/people/rights.ts';
import { accountOf, proofOf, refusalOfOne } from '../../rules/people/told-apart.ts';
import { peopleOf } from './another-person.ts';
import { type Acted, tellFrom } from './tell-acted.ts';

/**
 * Who says that an emergency is settled of which nobody can tell any more is known to be another person than whoever
 * did it, by the record.
 * @throws AirlockError not-allowed, directory-unavailable
 */
export async function assertMaySettle(services: JudgeServices, change: Change, acted: Acted): Promise<void> {
  const refusal = await whyNotSettle(services, change, [acted]);
  if (refusal) throw refused(refusal);
}

/** The same before it is stored, of everybody who let it be: why it is not, for the request. */
export async function settlerFault(
  services: JudgeServices,
  request: Pick<Request, 'change' | 'requester' | 'approvals'> & { readonly requesterEvidence?: Acted['kept'] },
): Promise<{ readonly fault: StaleCause } | null> {
  if (request.change.kind !== 'settled-emergency') return null;
  const refusal = await whyNotSettle(services, request.change, peopleOf(request));
  if (!refusal) return null;
  const why = inEnglish(() => t`Whoever asked for this or approved it may not settle it any more. Ask again.`);
  return { fault: { code: 'rights-lost', why } };
}

async function whyNotSettle(
  services: JudgeServices & Pick<Services, 'store' | 'tenantId'>,
  change: Change,
  people: readonly Acted[],
): Promise<Refusal | null> {
  if (change.kind !== 'settled-emergency') return null;
  const { number } = change;
  const one = (await debtsOf(services)).untold.find((other) => other.number === number);
  if (!one) return null;
  const { acted } = one;
  if (acted === null)
    return { why: 'not-known', sentence: t`The record does not tell who did #${number}, so nobody can settle it.` };
  const told = await tellFrom(services, acted, people);
  const others = people.map(({ by }) => by);
  for (const [at, by] of others.entries()) {
    const of = told[at];
    if (of && proofOf(of, services.policy.people)) continue;
    const sentenceOf = (why: string) =>
      t`You cannot settle #${number}, since ${why}. Two others who are known to be other people than ${fullName(acted.by)} can.`;
    if (of && of.answer !== 'different') return refusalOfOne(of, [t`this account`, accountOf(acted.by)], sentenceOf);
    return { why: 'not-known', sentence: sentenceOf(t`nothing is known of ${accountOf(by)}`) };
  }
  return null;
}
