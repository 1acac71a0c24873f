import { type Carrier, NO_ROLE_DATES } from '../../../requests/ports/directory.ts';
import { MOST_ACCOUNTS } from '../../../requests/record/account-seen.ts';
import type { PeoplePolicy } from '../../../requests/record/people-policy.ts';
import type { Mark } from '../../../requests/record/request.ts';
import { employeeIdOf } from '../../../requests/rules/people/compare-people.ts';
import { countedIn, type Sharing, sharingIn } from '../../../requests/rules/people/ids/crowds.ts';
import { carriedOf, joined } from '../../../requests/rules/people/known-person.ts';
import { MARK_WORDS, markKey } from '../../../requests/rules/people/marks.ts';
import { utc } from '../../../requests/rules/people/told-apart.ts';
import { CENSUS_OLD } from '../../../requests/rules/seen-accounts.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { type Finding, failure, ok, warning } from '../../../shared/finding.ts';
import type { Check, ServiceContext } from '../context.ts';
import { activeHolders, eligibleMembers, type Holder, memoryOf, shownHolder } from './holders.ts';

/** How many accounts are named in a line. */
const NAMED = 10;

export const people: Check<ServiceContext> = {
  id: 'people',
  title: 'Telling people apart',
  async run(context) {
    const { approvers, requesters, people: policy } = context.config.policy;
    const ids = [...new Set([...approvers, ...requesters])];
    const [active, eligible] = await Promise.all([activeHolders(context, ids), eligibleMembers(context, ids)]);
    const holders = [...new Map([...active, ...(eligible ?? [])].map((one) => [one.oid, one])).values()];
    const { findings, many } = await shared(context, holders);
    return [
      ...(policy.proof === 'accounts' ? [ACCOUNTS] : []),
      ...(eligible === null ? [ELIGIBLE_UNREAD] : []),
      ...withoutMark(holders, policy),
      ...findings,
      ...(await sharedByMany(context, holders, many)),
      ...(await undated(context, holders, policy.minAge)),
      ...(policy.minAge === 0 ? [] : [await remembered(context, holders), ...(await unseenBin(context))]),
    ];
  },
};

const ACCOUNTS = warning(
  'PERSON_PROOF is accounts: two accounts are enough, even where nothing proves that they are two people’s',
  'Somebody with a second account that carries no mark can approve their own requests.',
  'Give everybody their own employee id in Entra, or name accounts in PEOPLE_FILE; then set PERSON_PROOF=marks.',
);

const ELIGIBLE_UNREAD = warning(
  'who could activate a role in Privileged Identity Management could not be read, so they were not looked at',
  'Whoever activates a role may lack a mark, or share one, without a word here.',
  'Grant RoleManagement.Read.Directory. Without Entra ID P2 nobody can activate a role, so nothing is to be done.',
);

const NOBODY = warning(
  'nobody was found who could ask or approve, so nobody was looked at',
  'Nothing is known of how people are told apart here.',
  'Give people a role or group of REQUESTER_IDS and APPROVER_IDS, then run the doctor again.',
);

function withoutMark(holders: readonly Holder[], policy: PeoplePolicy): Finding[] {
  const { known, employeeIdPattern, proof } = policy;
  const bare = holders.filter((holder) => !employeeIdOf(holder) && !known.flat().includes(holder.oid));
  if (holders.length === 0) return [NOBODY];
  if (bare.length === 0) return [ok('every approver and requester carries an employee id, or is named in PEOPLE_FILE')];
  const what = `without an employee id that tells people apart: ${listed(bare.map(shownHolder))}`;
  const why =
    proof === 'accounts'
      ? 'Airlock does not know whose accounts they are; their approvals count, since PERSON_PROOF is accounts.'
      : 'Airlock does not know whose accounts they are, so their approvals count only with PERSON_PROOF=accounts.';
  const numbered = holders.filter(({ person }) => (person.employeeId ?? '').trim() !== '');
  if (employeeIdPattern !== null && numbered.length > 0 && !numbered.some(employeeIdOf))
    return [warning(what, `EMPLOYEE_ID_PATTERN matches none of their employee ids. ${why}`, PATTERN)];
  return [
    warning(what, why, 'Give each their own employee id in Entra, or name their accounts in PEOPLE_FILE by object id.'),
  ];
}

const PATTERN =
  'Correct EMPLOYEE_ID_PATTERN: it sees an id in lower case, without blanks, and its first group is the person’s part. Or unset it.';

/** A mark that several approvers or requesters carry, as judging takes it for one, in each of its spellings. */
interface SharedMark {
  readonly kind: Mark['kind'];
  readonly marks: readonly Mark[];
  readonly holders: readonly Holder[];
}

function sharedMarks(holders: readonly Holder[]): readonly SharedMark[] {
  const found = new Map<string, SharedMark>();
  for (const holder of holders)
    for (const mark of holder.marks) {
      const known = found.get(markKey(mark)) ?? { kind: mark.kind, marks: [], holders: [] };
      const others = known.holders.filter(({ oid }) => oid !== holder.oid);
      found.set(markKey(mark), { ...known, marks: [...known.marks, mark], holders: [...others, holder] });
    }
  return [...found.values()].filter(({ holders: carrying }) => carrying.length > 1);
}

/**
 * Marks that several approvers or requesters carry. They count as one person's, unless more than two members of the
 * company carry it, and have for long.
 * @returns with the employee ids of which it is said that many carry them
 */
async function shared(
  context: ServiceContext,
  holders: readonly Holder[],
): Promise<{ readonly findings: readonly Finding[]; readonly many: ReadonlySet<string> }> {
  const { directory, clock, config } = context;
  const marks = sharedMarks(holders);
  const at = { now: clock.now(), minAge: config.policy.people.minAge };
  const memory = await memoryOf(context.store, config.tenantId, holders);
  const found = await Promise.all(
    marks.flatMap(({ marks: [mark], holders: carrying }) => {
      const carried = mark && carriedOf(mark, carrying);
      return carried
        ? [
            directory
              .carriers(carried, 'kept')
              .then((accounts) => ({ mark, accounts: [...accounts, ...asCarriers(carrying)] })),
          ]
        : [];
    }),
  );
  const sharing = sharingIn(countedIn(joined(found), at), memory?.crowds ? memory : null, at);
  const judged = marks.flatMap((mark) => {
    const [first] = mark.marks;
    return first ? [{ mark, voided: sharing.voided(first) }] : [];
  });
  const many = judged.flatMap(({ mark, voided }) =>
    mark.kind === 'employee-id' && voided !== false ? mark.marks : [],
  );
  return {
    findings: judged.map(({ mark, voided }) => sharedFinding(mark, voided, at.now)),
    many: new Set(many.map(({ value }) => value)),
  };
}

/** Some carry it in a spelling that the directory does not find. */
function asCarriers(holders: readonly Holder[]): readonly Carrier[] {
  return holders.map(({ oid, person: { createdAt } }) => ({ oid, createdAt, isMember: true }));
}

/** @param now what is counted at this moment alone is remembered by nobody, so it has no date */
function sharedFinding(
  { kind, marks, holders }: SharedMark,
  voided: ReturnType<Sharing['voided']>,
  now: number,
): Finding {
  const [first, ...others] = new Set(marks.map(({ value }) => value));
  const values = others.length === 0 ? first : `${first}, also written ${others.join(', ')},`;
  const what = `the ${MARK_WORDS[kind]} ${values} is carried by ${listed(holders.map(shownHolder))}`;
  if (voided === false) return ok(`${what}: they count as one person`);
  if (kind === 'employee-id') return warning(what, OF_MANY, OWN_IDS);
  if (typeof voided === 'object') {
    const isNoted = voided.at < now;
    const from = isNoted ? utc(voided.counts) : 'APPROVER_MIN_AGE after a running service first counts it';
    return warning(
      `${what}, and ${isNoted ? `since ${utc(voided.at)} ` : ''}by ${voided.carriers} accounts`,
      `What so many carry is no mark only after ${from}. Until then it is not known whether they are several people.`,
      'Find out who else was given it. If they are several people, wait, or name the accounts of each in PEOPLE_FILE.',
    );
  }
  if (holders.length === 2 && kind === 'address')
    return ok(`${what}, and by more than two accounts of the directory, so it is no mark`);
  const why = 'More than two accounts carry it, so it does not tell whose they are.';
  return warning(what, why, 'Correct it in Entra, or name the accounts of each person in PEOPLE_FILE.');
}

const OF_MANY =
  'More than two accounts carry it, so it does not tell whose they are, however long it stays so: it proves of nobody who carries it that they are another person.';

const OWN_IDS = 'Give each person their own employee id in Entra, or name their accounts in PEOPLE_FILE.';

/** Employee ids that more accounts of the directory carry than one person has. @param told those that were named */
async function sharedByMany(
  { directory }: ServiceContext,
  holders: readonly Holder[],
  told: ReadonlySet<string>,
): Promise<Finding[]> {
  const carried = holders.flatMap((holder) => {
    const id = employeeIdOf(holder);
    return (id && carriedOf(id, holders)) ?? [];
  });
  const found = await Promise.all(carried.map((one) => directory.carriers(one, 'kept')));
  const isMany = (index: number) => (found[index]?.length ?? 0) > MOST_ACCOUNTS;
  const many = new Set(carried.filter((_one, index) => isMany(index)).flatMap(({ values }) => values));
  const others = [...many].filter((value) => !told.has(value));
  return others.map((value) =>
    warning(
      `the employee id ${value} is carried by more than two accounts of the directory`,
      'So it does not tell people apart.',
      OWN_IDS,
    ),
  );
}

async function undated({ directory }: ServiceContext, holders: readonly Holder[], minAge: number): Promise<Finding[]> {
  if (minAge === 0) {
    const why = 'An account, or a role, that was made a moment ago can approve.';
    return [warning('APPROVER_MIN_AGE is off', why, 'Set APPROVER_MIN_AGE=24h.')];
  }
  const dates = await Promise.all(
    holders.map(({ oid }) =>
      directory.roleDates(oid).catch((error: unknown) => {
        if (isAirlockError(error) && error.details.reason === NO_ROLE_DATES) return null;
        throw error;
      }),
    ),
  );
  if (dates.includes(null)) return [NO_DATES];
  const without = holders.filter(({ standing }, index) =>
    standing.holds.some((id) => dates[index]?.[id] === undefined),
  );
  if (without.length === 0) return [];
  return [
    warning(
      `since when they hold a role is not known of ${listed(without.map(shownHolder))}`,
      'Graph dates only roles that are assigned to the person. Of a role through a group, it counts since when Airlock saw its holder with it.',
      'Assign the role to these people themselves, or watch who is added to the group.',
    ),
  ];
}

const NO_DATES = failure(
  'the directory does not tell since when roles are held, so no approval counts',
  'APPROVER_MIN_AGE asks for these dates. They take RoleManagement.Read.Directory, and Entra ID P2.',
  'Grant RoleManagement.Read.Directory; in a tenant without Entra ID P2, set APPROVER_MIN_AGE=0h.',
);

/** When a running service last looked at everybody, which it does once an hour, and whether what it noted stands. */
async function remembered({ store, config, clock }: ServiceContext, holders: readonly Holder[]): Promise<Finding> {
  const state = await store.schema();
  const isOpen = state.kind === 'present' && state.missing.length + state.newer.length === 0;
  const opened = isOpen ? await store.open() : null;
  try {
    const oids = holders.map(({ oid }) => oid);
    const memory = await opened?.accountsSeen(config.tenantId, oids);
    const strange = holders.filter(({ oid }) => memory?.strange.includes(oid));
    if (strange.length > 0) return changed(strange);
    const at = memory?.censusAt ?? null;
    if (at !== null && clock.now() - at > CENSUS_OLD) return notLately(at);
    if (at !== null) return ok(`approvers and requesters were last looked at on ${utc(at)}`);
    return ok('approvers and requesters were never looked at yet: the service does so when it starts');
  } catch (error) {
    if (!isAirlockError(error, 'record-broken')) throw error;
    return failure('what is remembered of accounts cannot be compared with the record', error.message, WHO_WROTE);
  } finally {
    await opened?.close();
  }
}

/** An account that is restored with other marks is compared with what it carried, where that can be read. */
async function unseenBin({ directory }: ServiceContext): Promise<Finding[]> {
  if ((await directory.deleted?.()) !== null) return [];
  return [
    warning(
      'deleted accounts cannot be listed',
      'An account that is restored, and that Airlock never saw before, is judged by its dates alone: what it carried before is not known.',
      'Grant User.Read.All as an application permission, which includes /directory/deletedItems.',
    ),
  ];
}

function notLately(at: number): Finding {
  return warning(
    `approvers and requesters were last looked at on ${utc(at)}, more than a day ago`,
    'The service looks once an hour. What changes in an account meanwhile is seen late, and counts late.',
    'Start the service. Where it runs, find in its log why the directory does not list the members of roles and groups.',
  );
}

const WHO_WROTE = 'Run airlock audit verify, and find out who could write to the database.';

function changed(strange: readonly Holder[]): Finding {
  return failure(
    `what is remembered is not what the record tells of ${listed(strange.map(shownHolder))}`,
    'Somebody changed the database. Their approvals do not count until APPROVER_MIN_AGE after the service next looks at them.',
    WHO_WROTE,
  );
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return [...names.slice(0, NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
