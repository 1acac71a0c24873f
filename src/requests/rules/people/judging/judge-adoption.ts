import type { EntraObjectId } from '../../../../shared/ids.ts';
import { entraObjectId } from '../../../../shared/ids.ts';
import { t } from '../../../../shared/language/worded.ts';
import type { DirectoryPerson } from '../../../ports/directory.ts';
import type { OutsideItem } from '../../../record/outside.ts';
import type { Evidence } from '../../../record/request.ts';
import { recall } from '../../seen-accounts.ts';
import { ageRefusal, datesOf, OWN_ADOPTION, seenRefusal, sinceOf, whyNoDates } from '../ages/age.ts';
import { knownPerson } from '../known-person.ts';
import { assertHolds, refused } from '../rights.ts';
import { accountOf, type Proof, proofOf, refusalOfOne, weakest } from '../told-apart.ts';
import { compareSeen } from './compare-seen.ts';
import type { JudgeServices } from './judge-approval.ts';

/** Somebody whose word counts that a change may stand. */
export interface Adopter {
  readonly person: DirectoryPerson;
  readonly evidence: Evidence;
}

/**
 * Nobody says alone that their own change may stand. Whoever adopts holds an approver's role, for long enough, and is
 * known to be another person than each whom the log names as who changed it; asked now, in one round. Where nobody is
 * named there is nobody to be told apart from, and the change says so.
 * @throws AirlockError not-allowed, directory-unavailable
 */
export async function judgeAdoption(
  services: JudgeServices,
  items: readonly OutsideItem[],
  oid: EntraObjectId,
): Promise<Adopter> {
  const { directory, policy, clock } = services;
  const { approvers, people } = policy;
  const [held, dates, changers] = await Promise.all([
    directory.standing(oid, approvers),
    directory.roleDates(oid).catch((error: unknown) => whyNoDates(error, people)),
    changersOf(services, items),
  ]);
  const standing = await assertHolds(directory, held, approvers, t`adopt changes`);
  const self = knownPerson(standing.person, people);
  const others = changers.flatMap(({ person }) => person ?? []);
  const recalled = await recall(services, [
    ...others.map((person) => ({ person, isApprover: null })),
    { person: standing.person, isApprover: true },
  ]);
  const pairs = others.map((person) => [self, knownPerson(person, people)] as const);
  const comparisons = await compareSeen(services, pairs, recalled);
  for (const [index, comparison] of comparisons.entries()) {
    if (comparison.answer === 'different' || proofOf(comparison, people)) continue;
    const accounts = [t`your account`, accountOf(others[index] ?? standing.person)] as const;
    throw refused(refusalOfOne(comparison, accounts, ownChange));
  }
  const gone = changers.find(({ person }) => person === null);
  if (gone && people.proof !== 'accounts') {
    throw refused({ why: 'not-known', sentence: ownChange(unknownChanger(gone.by)) });
  }
  const since = sinceOf(standing, datesOf(dates), people);
  const judged = { role: 'approver', words: OWN_ADOPTION } as const;
  const age = ageRefusal(since, clock.now(), people, OWN_ADOPTION) ?? seenRefusal(since, oid, people, recalled, judged);
  if (age) throw refused(age);
  const proofs = comparisons.map((comparison) => proofOf(comparison, people)).filter((proof) => proof !== null);
  const proof: Proof | null = weakest(gone ? [...proofs, 'accounts'] : proofs);
  return { person: standing.person, evidence: { marks: self.marks, roles: standing.holds, since, proof } };
}

interface Changer {
  readonly by: string;
  /** Null where the directory knows nobody by that name. */
  readonly person: DirectoryPerson | null;
}

/** Whom the log names, each once. */
async function changersOf({ directory }: JudgeServices, items: readonly OutsideItem[]): Promise<readonly Changer[]> {
  const named = new Map(items.flatMap(({ by, oid }) => (by ? [[oid ?? by.toLowerCase(), { by, oid }] as const] : [])));
  return Promise.all(
    [...named.values()].map(async ({ by, oid }) => {
      const found = oid === undefined ? null : await directory.standing(entraObjectId.parse(oid), []);
      return { by, person: found?.person ?? (await directory.byName(by)) };
    }),
  );
}

function ownChange(words: string): string {
  return t`You cannot adopt this change, since ${words}. Another admin can adopt it, or somebody asks to revert it.`;
}

function unknownChanger(by: string): string {
  return t`the directory does not know ${by}, who made it, so nobody can be told apart from them`;
}
