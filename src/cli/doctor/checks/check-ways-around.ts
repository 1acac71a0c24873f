import { PORTAL_WRITERS } from '../../../requests/rules/people/portal-writers.ts';
import { ok, warning } from '../../../shared/finding.ts';
import type { Check, ServiceContext } from '../context.ts';
import { activeHolders } from './holders.ts';

const MEND =
  'Name Entra groups in APPROVER_IDS and REQUESTER_IDS whose members hold none of these roles, and keep the roles for whoever applies changes and for emergencies (Privileged Identity Management).';

const NOBODY = `nobody who asks or approves holds a role that is known to change these settings in the portal (${PORTAL_WRITERS.map(({ name }) => name).join(', ')}); roles of Defender’s own cannot be read`;

/**
 * Whether those who ask or approve could change the same settings in the Defender portal themselves: Airlock can
 * neither see nor stop that. Roles of Defender's own are not looked at, since the directory does not show them.
 */
export const waysAround: Check<ServiceContext> = {
  id: 'ways-around',
  title: 'Ways around Airlock',
  async run(context) {
    const { approvers, requesters } = context.config.policy;
    const people = await activeHolders(context, [...new Set([...approvers, ...requesters])]);
    const ids = PORTAL_WRITERS.map(({ id }) => id);
    const standings = await Promise.all(people.map(({ oid }) => context.directory.standing(oid, ids)));
    const held = standings.map((standing) => [...(standing?.holds ?? []), ...(standing?.mayActivate ?? [])]);
    const names = PORTAL_WRITERS.filter(({ id }) => held.some((one) => one.includes(id))).map(({ name }) => name);
    const count = held.filter((one) => one.length > 0).length;
    if (count === 0) return [ok(NOBODY)];
    const what = `${count} of ${people.length} who ask or approve can change these settings in the Defender portal themselves (${names.join(', ')})`;
    const why = 'Airlock neither sees nor stops what somebody does there. Roles of Defender’s own count beside these.';
    return [warning(what, why, MEND)];
  },
};
