import type { Directory, DirectoryPerson } from '../../ports/directory.ts';
import type { PeoplePolicy } from '../../record/people-policy.ts';
import type { Actor, Evidence, Mark } from '../../record/request.ts';
import { type CompareServices, compareSeen } from '../../rules/people/judging/compare-seen.ts';
import { changedMarks, type KnownPerson, knownPerson, type Pair } from '../../rules/people/known-person.ts';
import { proofOf, type Told } from '../../rules/people/told-apart.ts';
import { recall } from '../../rules/seen-accounts.ts';

export type TellServices = CompareServices & { readonly directory: Pick<Directory, 'standing'> };

/** Somebody who acted, or who would: `kept` is what the directory said of them then. */
export interface Acted {
  readonly by: Actor;
  readonly kept?: Evidence | undefined;
}

/**
 * Tells each of some people from another one, by the marks that were kept when they acted and by those that they carry
 * now: where the two say otherwise, what proves less counts. Of an account that is gone, what was kept counts alone.
 * @returns in the order of `others`; null of somebody of whom nothing is known
 * @throws AirlockError directory-unavailable
 */
export async function tellFrom(
  services: TellServices,
  one: Acted,
  others: readonly Acted[],
): Promise<readonly (Told | null)[]> {
  const { directory, policy } = services;
  const all = [one, ...others];
  const standings = await Promise.all(all.map(({ by }) => directory.standing(by.oid, [])));
  const people = standings.flatMap((standing) => (standing ? [{ person: standing.person, isApprover: null }] : []));
  const recalled = await recall(services, people);
  const [ofOne = [], ...rest] = all.map((acted, at) => asKnown(acted, standings[at]?.person ?? null, policy.people));
  const pairs = rest.map((ofOther) => ofOther.flatMap((other) => ofOne.map((own): Pair => [other, own])));
  const told = await compareSeen(services, pairs.flat(), recalled);
  let from = 0;
  return pairs.map(({ length }) => {
    from += length;
    return leastProven(told.slice(from - length, from), policy.people);
  });
}

function leastProven(told: readonly Told[], policy: PeoplePolicy): Told | null {
  const same = told.find(({ answer }) => answer === 'same');
  return same ?? told.find((one) => proofOf(one, policy) === null) ?? told.find(isNotKnown) ?? told[0] ?? null;
}

function isNotKnown({ answer }: Told): boolean {
  return answer === 'not-known';
}

/** An account as it is now, and as it was kept where that differs. */
function asKnown({ by, kept }: Acted, now: DirectoryPerson | null, policy: PeoplePolicy): readonly KnownPerson[] {
  const known = now ? [knownPerson(now, policy)] : [];
  const isKept = kept !== undefined && known.every((one) => changedMarks(kept, one).length > 0);
  return isKept ? [...known, keptPerson(by, kept)] : known;
}

function keptPerson({ oid, name, principalName = '' }: Actor, { marks }: Evidence): KnownPerson {
  const valuesOf = (kind: Mark['kind']) => marks.filter((mark) => mark.kind === kind).map(({ value }) => value);
  const person: DirectoryPerson = {
    ...{ oid, name, userPrincipalName: principalName, enabled: true, userType: null, isExternal: false },
    createdAt: null,
    employeeId: valuesOf('employee-id')[0] ?? null,
    onPremisesImmutableId: valuesOf('on-premises-id')[0] ?? null,
    addresses: valuesOf('address'),
  };
  return { person, oid, marks };
}
