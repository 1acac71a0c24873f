import { isAirlockError } from '../../../../shared/errors.ts';
import type { EntraObjectId } from '../../../../shared/ids.ts';
import { msg, say } from '../../../../shared/language/worded.ts';
import type { DirectoryPerson } from '../../../ports/directory.ts';
import type { Services } from '../../../ports/services.ts';
import {
  type AccountSeen,
  type Counted,
  type Crowd,
  type Memory,
  MOST_ACCOUNTS,
} from '../../../record/account-seen.ts';
import type { Mark, Request } from '../../../record/request.ts';
import type { RecallServices } from '../../seen-accounts.ts';
import { ageRefusal, reportWords, seenRefusal } from '../ages/age.ts';
import { comparePeople } from '../compare-people.ts';
import { sharingIn } from '../ids/crowds.ts';
import { type Marked, marksOf } from '../marks.ts';
import { proofOf } from '../told-apart.ts';

type AheadServices = RecallServices & Pick<Services, 'directory'>;

const FOR_OTHER_PEOPLE = msg`Another account of yours approved this, so anybody else who may change it applies and reports it.`;

const NOT_TOLD_APART = msg`It is not known whether this account belongs to another person than who approved this, so anybody else who may change it applies and reports it.`;

/**
 * Why a report by this person would not count, for drawing a card: their account is too young, it is another account of
 * somebody who approved, or not known to be another person's. Goes by what was kept of the approvals, what is
 * remembered of accounts, and what the directory said of who looks; it asks nothing. Whoever presses is judged anew,
 * by the age of their roles, too.
 * @returns a sentence; null where it would count as far as that is known, and where the directory did not say who looks
 */
export async function whyNoReport(
  services: AheadServices,
  request: Pick<Request, 'state' | 'handover' | 'approvals' | 'deadline'>,
  oid: EntraObjectId,
): Promise<string | null> {
  const { store, tenantId, directory, policy } = services;
  if (request.state !== 'approved' || !request.handover) return null;
  const person = (await directory.standing(oid, []).catch(nobodyIfSilent))?.person;
  if (!person) return null;
  const memory = await store.accountsSeen(tenantId, null);
  const isBound = policy.implementer === 'other-than-approver' && !request.handover.byApprovers;
  return (
    whyTooYoung(services, request, person, memory) ?? (isBound ? whyOfOne(services, request, person, memory) : null)
  );
}

function whyTooYoung(
  { clock, policy: { people } }: AheadServices,
  request: Pick<Request, 'deadline'>,
  person: DirectoryPerson,
  memory: Memory,
): string | null {
  const words = reportWords(request);
  const now = clock.now();
  const { firstTold, censusAt } = memory;
  const isBlind = people.minAge > 0 && censusAt === null;
  const recalled = { seen: new Map(), firstTold, now, isBlind, crowds: null };
  const dated = { account: person.createdAt, role: 0 };
  const refusal =
    ageRefusal(dated, now, people, words) ??
    seenRefusal(dated, person.oid, people, recalled, { role: 'approver', words });
  return refusal?.sentence ?? null;
}

/** Accounts are compared with what they carried lately, too. */
function whyOfOne(
  { clock, policy: { people } }: AheadServices,
  { approvals }: Pick<Request, 'approvals'>,
  person: DirectoryPerson,
  { accounts, crowds }: Memory,
): string | null {
  const lately = clock.now() - people.minAge;
  const all = accounts.map(({ oid, carried, former }): Marked => {
    const carries = [carried, ...former.filter(({ until }) => until > lately).map((one) => one.carried)];
    return { oid, marks: carries.flatMap((one) => marksOf(one, people)) };
  });
  const marked = (oid: EntraObjectId, now: readonly Mark[]): Marked => {
    const known = all.find((one) => one.oid === oid);
    return { oid, marks: [...now, ...(known?.marks ?? [])] };
  };
  const sharing = sharingIn(countedOf(crowds ?? []), { crowds }, { now: clock.now(), minAge: people.minAge });
  const self = marked(person.oid, marksOf(person, people));
  const told = approvals
    .filter(({ by }) => by.oid !== person.oid)
    .map(({ by, evidence }) => comparePeople(self, marked(by.oid, evidence?.marks ?? []), people, sharing));
  if (told.some(({ answer }) => answer === 'same')) return say(FOR_OTHER_PEOPLE);
  const isNew = ({ marksSince, lateAt, lostAt }: AccountSeen) =>
    [marksSince, lateAt, lostAt].some((at) => (at ?? 0) > lately);
  const involved = accounts.filter(({ oid }) => oid === person.oid || approvals.some(({ by }) => by.oid === oid));
  const isApart = told.every((one) => {
    const isByMarks = one.answer === 'different' && one.by === 'marks';
    return proofOf(one, people) !== null && !(isByMarks && involved.some(isNew));
  });
  return isApart ? null : say(NOT_TOLD_APART);
}

/** The counts that the last census, or somebody's approval, found. */
function countedOf(crowds: readonly Crowd[]): readonly Counted[] {
  return crowds.map(({ mark, until, since }) => ({
    mark,
    all: until === null ? MOST_ACCOUNTS + 1 : 0,
    members: since === undefined ? 0 : MOST_ACCOUNTS + 1,
  }));
}

function nobodyIfSilent(error: unknown): null {
  if (isAirlockError(error)) return null;
  throw error;
}
