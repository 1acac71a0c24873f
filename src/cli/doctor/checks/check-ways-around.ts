import { PORTAL_WRITERS } from '../../../requests/rules/people/portal-writers.ts';
import { ok, warning } from '../../../shared/finding.ts';
import type { Check, ServiceContext } from '../context.ts';
import { activeHolders, eligibleMembers } from './holders.ts';

const MEND =
  'Name Entra groups in APPROVER_IDS and REQUESTER_IDS whose members hold none of these roles, and keep the roles for whoever applies changes and for emergencies (Privileged Identity Management).';

const WHY =
  'Airlock does not stop what somebody does there, and sees it only afterwards, if at all. Roles of Defender’s own count beside these.';

const NOBODY = `nobody who asks or approves holds, or could activate, a role that is known to change these settings in the portal (${PORTAL_WRITERS.map(({ name }) => name).join(', ')}); roles of Defender’s own cannot be read`;

const UNREAD = warning(
  'who could activate a role in Privileged Identity Management could not be read, so they are not counted',
  'Whoever activates a role that changes these settings in the Defender portal can go around Airlock.',
  'Grant RoleManagement.Read.Directory. Without Entra ID P2 nobody can activate a role, so nothing is to be done.',
);

/**
 * Whether those who ask or approve, now or once they activate a role, could change the same settings in the Defender
 * portal themselves: Airlock does not stop that, and sees it only afterwards, if at all. Roles of Defender's own are
 * not looked at, since the directory does not show them.
 */
export const waysAround: Check<ServiceContext> = {
  id: 'ways-around',
  title: 'Ways around Airlock',
  async run(context) {
    const { approvers, requesters } = context.config.policy;
    const asked = [...new Set([...approvers, ...requesters])];
    const [active, eligible] = await Promise.all([activeHolders(context, asked), eligibleMembers(context, asked)]);
    const people = [...new Set([...active, ...(eligible ?? [])].map(({ oid }) => oid))];
    const ids = PORTAL_WRITERS.map(({ id }) => id);
    const standings = await Promise.all(people.map((oid) => context.directory.standing(oid, ids)));
    const held = standings.map((standing) => [...(standing?.holds ?? []), ...(standing?.mayActivate ?? [])]);
    const isUnread = eligible === null || standings.some((standing) => standing?.mayActivate === null);
    const unread = isUnread ? [UNREAD] : [];
    const names = PORTAL_WRITERS.filter(({ id }) => held.some((one) => one.includes(id))).map(({ name }) => name);
    const count = held.filter((one) => one.length > 0).length;
    if (count === 0) return isUnread ? unread : [ok(NOBODY)];
    const what = `${count} of ${people.length} who ask or approve, now or once they activate a role, can change these settings in the Defender portal themselves (${names.join(', ')})`;
    return [warning(what, WHY, MEND), ...unread];
  },
};
