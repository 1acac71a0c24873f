import type { Directory } from '../../../ports/directory.ts';
import { type Counted, type Crowd, MOST_ACCOUNTS } from '../../../record/account-seen.ts';
import type { PeoplePolicy } from '../../../record/people-policy.ts';
import type { Mark } from '../../../record/request.ts';
import { carries, type Recalled, type RecallServices, rememberedAccounts, withFormer } from '../../seen-accounts.ts';
import { marksInCommon } from '../compare-people.ts';
import { countedIn, newsOf, sharingIn } from '../ids/crowds.ts';
import { carriersThatMatter, comparedBy, type Pair } from '../known-person.ts';
import { markKey } from '../marks.ts';
import type { Lately, Told } from '../told-apart.ts';

export type CompareServices = RecallServices & { readonly directory: Pick<Directory, 'carriers'> };

/**
 * Compares pairs of accounts as `comparePairs` does, and by what is remembered of them: what either carried lately
 * still makes them one person's, and an employee id that was changed lately does not make them two people's. Who else
 * carries what both carry is asked now, and takes the link from them only once that has been known for long.
 * @throws AirlockError directory-unavailable
 */
export async function compareSeen(
  services: CompareServices,
  pairs: readonly Pair[],
  recalled: Recalled,
): Promise<readonly Told[]> {
  const policy = services.policy.people;
  const before = pairs.map(([a, b]): Pair => [withFormer(a, policy, recalled), withFormer(b, policy, recalled)]);
  const at = { now: recalled.now, minAge: policy.minAge };
  const others = pairs.length === 0 ? [] : await rememberedAccounts(services, recalled.everybody);
  const counted = countedIn(await carriersThatMatter(services.directory, before, others, 'anew'), at);
  await noteCrowds(services, before, counted, recalled);
  const comparisons = comparedBy(before, policy, sharingIn(counted, recalled, at));
  return comparisons.map((comparison, index): Told => {
    const pair = pairs[index];
    if (!pair) return comparison;
    if (comparison.answer === 'same' && typeof comparison.by === 'object') {
      const mark = comparison.by;
      return pair.every((one) => carries(one, mark))
        ? comparison
        : {
            answer: 'same',
            by: 'former',
            ...{ mark, ...(comparison.theirs !== undefined && { theirs: comparison.theirs }) },
          };
    }
    if (comparison.answer !== 'not-known' && comparison.by !== 'marks') return comparison;
    if (recalled.isBlind) return { answer: 'not-known', why: { kind: 'unseen' } };
    const lost = since('lost', pair, policy, recalled) ?? since('late', pair, policy, recalled);
    if (lost || comparison.answer === 'not-known') return lost ?? comparison;
    return since('changed', pair, policy, recalled) ?? comparison;
  });
}

/**
 * Notes of what else many carry by now. That fewer do is for the census, which asks for every spelling that is known;
 * before its first count there is nothing to compare with.
 */
async function noteCrowds(
  { store, tenantId, policy }: CompareServices,
  pairs: readonly Pair[],
  counted: readonly Counted[],
  { crowds, now }: Recalled,
): Promise<void> {
  if (crowds === null || policy.people.minAge === 0) return;
  const common = new Set(pairs.flatMap(([a, b]) => marksInCommon(a, b)).map(markKey));
  const own = counted.filter(({ mark, all }) => common.has(markKey(mark)) && all > MOST_ACCOUNTS);
  const moreOf = (told: readonly Crowd[]) => newsOf(own, told).filter((one) => !isVoid(one.mark, told));
  if (moreOf(crowds).length === 0) return;
  await store.noteAccounts({ tenantId, oids: [], at: now }, (latest) => ({
    accounts: [],
    counted: moreOf(latest.crowds ?? []),
  }));
}

function isVoid(mark: Mark, crowds: readonly Crowd[]): boolean {
  return crowds.some((crowd) => crowd.since !== undefined && markKey(crowd.mark) === markKey(mark));
}

const SINCE = { lost: 'lostAt', late: 'lateAt', changed: 'marksSince' } as const;

/** Why an employee id says nothing for a while; null where it does. */
function since(kind: Lately['kind'], pair: Pair, { minAge }: PeoplePolicy, { seen, now }: Recalled): Told | null {
  for (const [index, { oid }] of pair.entries()) {
    const account = seen.get(oid);
    const at = account?.[SINCE[kind]] ?? null;
    if (at === null || at <= now - minAge) continue;
    const whose = index === 0 ? 'first' : 'second';
    return { answer: 'not-known', why: { kind, whose, at, counts: at + minAge } };
  }
  return null;
}
