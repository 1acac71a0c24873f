import type { DirectoryPerson, NamedId } from '../../../requests/ports/directory.ts';
import { comparePairs, type KnownPerson, knownPerson, type Pair } from '../../../requests/rules/people/known-person.ts';
import { proofOf } from '../../../requests/rules/people/told-apart.ts';
import { READING_ROLES } from '../../../service/config/settings/service-settings.ts';
import { type Finding, failure, ok, warning } from '../../../shared/finding.ts';
import type { Check, ServiceContext } from '../context.ts';
import { type Aged, activeHolders, agesOf, type Holder, shownHolder } from './holders.ts';

export const approvers: Check<ServiceContext> = {
  id: 'approvers',
  title: 'Approvers and requesters',
  async run(context) {
    const { approvers: approving, requesters: asking, quorum, typedDecisions } = context.config.policy;
    if (approving.length === 0)
      return [
        failure(
          'APPROVER_IDS is empty',
          'Nobody can approve anything.',
          'Name a role template id or a group id in APPROVER_IDS.',
        ),
      ];
    if (asking.length === 0)
      return [
        failure(
          'REQUESTER_IDS is empty',
          'Nobody can ask for anything.',
          'Name a role template id or a group id in REQUESTER_IDS.',
        ),
      ];
    return [
      ...(await oddIds(context, [...new Set([...approving, ...asking, ...ownReaders(context)])])),
      ...(await enough(context, approving, quorum)),
      await anybody(context, asking),
      ...(typedDecisions === 'on' ? [BLIND] : []),
      ...(await implementer(context)),
    ];
  },
};

const BLIND = warning(
  'TYPED_DECISIONS is on: a bare number approves',
  'Nobody need have seen the change, and any app that may send messages as an approver can approve.',
  'Set TYPED_DECISIONS to with-digest or off.',
);

/** Whether whoever approves a change can be kept from applying it by hand. */
async function implementer(context: ServiceContext): Promise<Finding[]> {
  const { approvers: approving, requesters: asking, quorum, implementer: rule } = context.config.policy;
  if (context.tenant.applies !== 'by-hand') return [];
  if (rule === 'anyone') return [ONE_PERSON];
  const may = [
    ...(await agesOf(context, await activeHolders(context, approving), 'approver')),
    ...(await agesOf(context, await activeHolders(context, asking), 'asker')),
  ];
  const people = await toldApart(context, [...new Map(oldEnough(may).map((one) => [one.oid, one])).values()], null);
  if (people.length >= quorum + 2) return [];
  return [
    warning(
      `${people.length} ${people.length === 1 ? 'person' : 'people'} may report a change as applied: too few for somebody other than who approved it`,
      'Whoever approves a change may then apply it, too; card and record say so.',
      'Give more people a role or group of REQUESTER_IDS.',
    ),
  ];
}

const ONE_PERSON = warning(
  'IMPLEMENTER is anyone: whoever approves a change may apply it, too',
  'One person then approves and applies; card and record say so.',
  'Set IMPLEMENTER to other-than-approver.',
);

/** What the operator named in READER_IDS. That nobody holds a role of the default is nothing to say. */
function ownReaders({ config }: ServiceContext): readonly string[] {
  return config.readers.filter((id) => !READING_ROLES.includes(id));
}

/** What ids are otherwise than meant: held by nobody, of an object of another kind, in a form of this tenant alone. */
async function oddIds({ directory }: ServiceContext, ids: readonly string[]): Promise<Finding[]> {
  const found = await Promise.all(
    ids.map(async (id) => ({ id, holders: await directory.holders([id]), is: await directory.whatIs(id) })),
  );
  return found.flatMap(({ id, holders, is }) => oddId(id, is, holders.length === 0));
}

function oddId(id: string, is: NamedId, isUnheld: boolean): Finding[] {
  switch (is.kind) {
    case 'role-object':
      return [
        warning(
          `${id} is the id of an object: the role ${is.name} in this tenant${isUnheld ? ', which nobody holds' : ''}`,
          'Airlock takes it for that role. In another tenant it names nothing.',
          `Write the role's template id, ${is.template}.`,
        ),
      ];
    case 'person':
      return [
        warning(
          `${id} is the account of ${is.name || 'somebody'}, and neither a role nor a group`,
          'It gives nobody a right.',
          'Name a role or a group that they are in.',
        ),
      ];
    case 'nothing':
      return isUnheld ? [unheld(id, 'No role, group or account of this tenant has this id.')] : [];
    default: {
      const why = `It is the ${is.kind} ${is.name || 'without a name'}; whoever is only eligible for it does not count.`;
      return isUnheld ? [unheld(id, why)] : [];
    }
  }
}

function unheld(id: string, why: string): Finding {
  const mend = 'Compare it with the role template id or the group’s object id in Entra.';
  return warning(`nobody holds ${id}`, why, mend);
}

async function enough(context: ServiceContext, ids: readonly string[], quorum: number): Promise<Finding[]> {
  const owner = await sessionOwner(context);
  const aged = await agesOf(context, await activeHolders(context, ids), 'approver');
  const counted = await toldApart(context, oldEnough(aged), owner);
  const needed = quorum + 1;
  const who = `${counted.length} ${counted.length === 1 ? 'person' : 'people'}${owner ? ' besides the owner of the session that writes' : ''}`;
  const young = tooYoung(aged);
  if (counted.length >= needed)
    return [
      ok(`${who} can approve; a change needs ${quorum}`),
      ...(young === '' ? [] : [ok(`not counted yet, by APPROVER_MIN_AGE: ${young}`)]),
    ];
  const approvals = `${quorum} approval${quorum === 1 ? '' : 's'}`;
  const yet = young === '' ? '' : ` Not counted yet, by APPROVER_MIN_AGE: ${young}`;
  return [
    failure(
      counted.length < quorum
        ? `${who} can approve, so nothing can be approved: a change needs ${approvals}`
        : `${who} can approve, but ${needed} are needed, since one of them may be who asks`,
      `A change needs ${approvals}, none by who asks for it. Guests, external and disabled accounts, second accounts, accounts without a mark, accounts and roles that are too young, and eligible roles do not count.${yet}`,
      young === '' ? MORE_APPROVERS : `Wait until those count. Else: ${MORE_APPROVERS}`,
    ),
  ];
}

const MORE_APPROVERS =
  'Give more people a role or group of APPROVER_IDS, activate it in Privileged Identity Management, or lower APPROVALS_REQUIRED.';

function oldEnough(aged: readonly Aged[]): readonly Holder[] {
  return aged.flatMap(({ holder, young }) => (young === null ? [holder] : []));
}

/** How many of them are named. */
const NAMED = 5;

/** "Bob Brandt (bob@harbourline.example): The role is held only since ..., so it counts from ..."; empty for nobody. */
function tooYoung(aged: readonly Aged[]): string {
  const all = aged.flatMap(({ holder, young }) => (young === null ? [] : [`${shownHolder(holder)}: ${young}`]));
  const more = all.length - NAMED;
  return [...all.slice(0, NAMED), ...(more > 0 ? [`And ${more} more.`] : [])].join(' ');
}

async function anybody(context: ServiceContext, ids: readonly string[]): Promise<Finding> {
  const aged = await agesOf(context, await activeHolders(context, ids), 'asker');
  if (oldEnough(aged).length > 0) return ok('somebody can ask for changes');
  const young = tooYoung(aged);
  if (young !== '')
    return failure('nobody can ask for changes yet', `By APPROVER_MIN_AGE: ${young}`, 'Wait until they count.');
  return failure(
    'nobody can ask for changes',
    'No account holds what REQUESTER_IDS names.',
    'Give somebody a role or group of REQUESTER_IDS.',
  );
}

/**
 * People, not accounts: each is known to be another person than the others, and than the owner of the session. Whoever
 * can be told apart from most comes first, so that an account without a mark does not stand for anybody else.
 */
async function toldApart(
  context: ServiceContext,
  holders: readonly Holder[],
  owner: DirectoryPerson | null,
): Promise<readonly Holder[]> {
  const { people } = context.config.policy;
  const pairs = holders.flatMap((one, index) => holders.slice(index + 1).map((other): Pair => [one, other]));
  const besides = owner ? holders.map((one): Pair => [one, knownPerson(owner, people)]) : [];
  const comparisons = await comparePairs(context, [...pairs, ...besides], people);
  const proven = [...pairs, ...besides].filter((_pair, index) => {
    const comparison = comparisons[index];
    return comparison !== undefined && proofOf(comparison, people) !== null;
  });
  const isApart = (a: KnownPerson, b: KnownPerson) =>
    proven.some(
      ([one, other]) => (one.oid === a.oid && other.oid === b.oid) || (one.oid === b.oid && other.oid === a.oid),
    );
  const apartFrom = (one: Holder) => holders.filter((other) => isApart(one, other)).length;
  const counted: Holder[] = [];
  for (const holder of [...holders].sort((a, b) => apartFrom(b) - apartFrom(a))) {
    if (owner && !isApart(holder, knownPerson(owner, people))) continue;
    if (counted.every((other) => isApart(holder, other))) counted.push(holder);
  }
  return counted;
}

/** The person whose session would write; their approval does not count. */
async function sessionOwner({ tenant, directory }: ServiceContext): Promise<DirectoryPerson | null> {
  if (tenant.applies !== 'automatically') return null;
  await tenant.identify();
  const writer = await tenant.actsAs();
  return writer && directory.byName(writer.name);
}
