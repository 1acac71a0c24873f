import type { TooFew } from '../../messages/telling-words.ts';
import type { Services } from '../../ports/services.ts';
import type { Request } from '../../record/request.ts';
import { comparePairs, type KnownPerson, knownPerson, type Pair } from '../../rules/people/known-person.ts';
import { proofOf } from '../../rules/people/told-apart.ts';
import { type RecallServices, rememberedAccounts } from '../../rules/seen-accounts.ts';
import type { Candidate, Candidates } from './find-deciders.ts';

/** Among more accounts than these there are enough people: nobody is compared. */
const FEW = 10;

type EnoughServices = RecallServices & Pick<Services, 'directory'>;

/**
 * Whether the approvals that a request still needs can be given by people who are known to be different ones: accounts
 * of one person count once, and so do those that are not known to be two people's. Somebody may also activate a role
 * first. It grants nothing.
 * @returns how many are missing; null where there are enough, or not everybody was looked at, or one is enough: that
 * nobody can decide is told otherwise
 * @throws AirlockError directory-unavailable
 */
export async function tooFewDeciders(
  services: EnoughServices,
  { approvals }: Pick<Request, 'approvals'>,
  { people, more, knowsEligible }: Candidates,
): Promise<TooFew | null> {
  const needed = services.policy.quorum - approvals.length;
  const able = people.filter(({ standing }) => standing !== 'cannot');
  if (needed < 2 || able.length === 0 || able.length > FEW || more > 0 || !knowsEligible) return null;
  const persons = await mostPeople(services, able);
  return persons < needed ? { needed, persons, names: able.map(({ name }) => name) } : null;
}

/** How many of these accounts are, at the most, of people who are all known to be different ones. */
async function mostPeople(services: EnoughServices, able: readonly Candidate[]): Promise<number> {
  const rules = services.policy.people;
  const { directory } = services;
  const standings = await Promise.all(able.map(({ oid }) => directory.standing(oid, [])));
  const known = standings.flatMap((one): KnownPerson[] => (one ? [knownPerson(one.person, rules)] : []));
  const pairs = known.flatMap((one, at) => known.slice(0, at).map((other): Pair => [one, other]));
  const told = await comparePairs(services, pairs, rules, await rememberedAccounts(services));
  const apart = new Set(
    pairs.flatMap(([one, other], at) => {
      const comparison = told[at];
      return comparison && proofOf(comparison, rules) !== null ? [`${one.oid} ${other.oid}`] : [];
    }),
  );
  const isApart = (one: KnownPerson, other: KnownPerson) =>
    apart.has(`${one.oid} ${other.oid}`) || apart.has(`${other.oid} ${one.oid}`);
  const most = (chosen: readonly KnownPerson[], left: readonly KnownPerson[]): number => {
    const [next, ...rest] = left;
    if (!next) return chosen.length;
    const without = most(chosen, rest);
    return chosen.every((one) => isApart(one, next)) ? Math.max(without, most([...chosen, next], rest)) : without;
  };
  return most([], known);
}
