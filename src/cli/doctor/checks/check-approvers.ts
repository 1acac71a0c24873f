import type { DirectoryPerson } from '../../../requests/ports/directory.ts';
import { isSamePerson } from '../../../requests/rules/four-eyes.ts';
import { type Finding, failure, ok, warning } from '../../../shared/finding.ts';
import type { Check, ServiceContext } from '../context.ts';

/** How many holders are checked one by one; with more, there are enough. */
const MOST = 60;

export const approvers: Check<ServiceContext> = {
  id: 'approvers',
  title: 'Approvers and requesters',
  async run(context) {
    const { approvers: approving, requesters: asking, quorum } = context.config.policy;
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
      ...(await unheld(context, [...new Set([...approving, ...asking])])),
      await enough(context, approving, quorum),
      await anybody(context, asking),
    ];
  },
};

/** Ids that nobody holds, most likely mistyped or from another tenant. */
async function unheld({ directory }: ServiceContext, ids: readonly string[]): Promise<Finding[]> {
  const holders = await Promise.all(ids.map((id) => directory.holders([id])));
  return ids
    .filter((_id, index) => holders[index]?.length === 0)
    .map((id) =>
      warning(
        `nobody holds ${id}`,
        'It may be mistyped, or belong to another tenant.',
        'Compare it with the role template id or the group’s object id in Entra.',
      ),
    );
}

async function enough(context: ServiceContext, ids: readonly string[], quorum: number): Promise<Finding> {
  const people = await activeHolders(context, ids);
  const owner = await sessionOwner(context);
  const counted = owner ? people.filter((person) => !isSamePerson(person, owner)) : people;
  const needed = quorum + 1;
  const who = `${counted.length} ${counted.length === 1 ? 'person' : 'people'}${owner ? ' besides the owner of the session that writes' : ''}`;
  if (counted.length >= needed) return ok(`${who} can approve; a change needs ${quorum}`);
  return failure(
    `${who} can approve, but ${needed} are needed`,
    `A change needs ${quorum} approval${quorum === 1 ? '' : 's'} from somebody other than the requester. Guests, disabled accounts, second accounts and eligible roles do not count.`,
    'Give more people a role or group of APPROVER_IDS, activate it in Privileged Identity Management, or lower APPROVALS_REQUIRED.',
  );
}

async function anybody(context: ServiceContext, ids: readonly string[]): Promise<Finding> {
  const people = await activeHolders(context, ids);
  if (people.length > 0) return ok('somebody can ask for changes');
  return failure(
    'nobody can ask for changes',
    'No account holds what REQUESTER_IDS names.',
    'Give somebody a role or group of REQUESTER_IDS.',
  );
}

/** People, not accounts, who could act now. */
async function activeHolders(
  { directory }: ServiceContext,
  ids: readonly string[],
): Promise<readonly DirectoryPerson[]> {
  const oids = (await directory.holders(ids)).slice(0, MOST);
  const standings = await Promise.all(oids.map((oid) => directory.standing(oid, ids)));
  const people: DirectoryPerson[] = [];
  for (const standing of standings) {
    const person = standing?.person;
    if (!person?.enabled || person.userType !== 'Member' || standing?.holds.length === 0) continue;
    if (!people.some((known) => isSamePerson(known, person))) people.push(person);
  }
  return people;
}

/** The person whose session would write; their approval does not count. */
async function sessionOwner({ tenant, directory }: ServiceContext): Promise<DirectoryPerson | null> {
  const name = tenant.applies === 'automatically' ? await tenant.actsAs() : null;
  return name === null ? null : directory.byName(name);
}
