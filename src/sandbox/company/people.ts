import { COMPANY } from './company.ts';
import { ENTRA_GROUP_IDS } from './entra-groups.ts';
import type { Person } from './person.ts';
import { ROLES } from './roles.ts';

/** Entra object ids by first name: readable, fixed, and valid version 4 UUIDs. */
export const PEOPLE_IDS = {
  alice: 'a11ce000-0000-4000-8000-000000000001',
  bob: 'b0b00000-0000-4000-8000-000000000002',
  grace: '96ace000-0000-4000-8000-000000000003',
  rita: '617a0000-0000-4000-8000-000000000004',
  gus: '96500000-0000-4000-8000-000000000005',
  dora: 'd06a0000-0000-4000-8000-000000000006',
  alice2: 'a11ce000-0000-4000-8000-000000000007',
  ed: 'ed000000-0000-4000-8000-000000000008',
  sam: '5a300000-0000-4000-8000-000000000009',
  omar: '03a60000-0000-4000-8000-000000000010',
} as const;

type FirstName = keyof typeof PEOPLE_IDS;
type RoleName = keyof typeof ROLES;

interface Sketch {
  readonly name: string;
  readonly note: string;
  readonly jobTitle: string;
  readonly employeeId: string;
  /** The day that the account was made: `2019-03-04`. */
  readonly since: string;
  readonly roles?: readonly RoleName[];
  readonly eligible?: readonly RoleName[];
  readonly groups?: readonly (keyof typeof ENTRA_GROUP_IDS)[];
}

function member(firstName: FirstName, sketch: Sketch): Person {
  const mail = `${firstName}@${COMPANY.domain}`;
  return {
    id: PEOPLE_IDS[firstName],
    mri: `29:${firstName}`,
    name: sketch.name,
    userPrincipalName: mail,
    mail,
    otherMails: [],
    proxyAddresses: [`SMTP:${mail}`],
    employeeId: sketch.employeeId,
    onPremisesImmutableId: `hb${sketch.employeeId}${firstName}==`,
    userType: 'Member',
    externalUserState: null,
    accountEnabled: true,
    createdDateTime: `${sketch.since}T08:30:00Z`,
    jobTitle: sketch.jobTitle,
    note: sketch.note,
    roles: new Set((sketch.roles ?? []).map((role) => ROLES[role])),
    groupRoles: new Set(),
    eligible: new Set((sketch.eligible ?? []).map((role) => ROLES[role])),
    groups: new Set([ENTRA_GROUP_IDS.allStaff, ...(sketch.groups ?? []).map((group) => ENTRA_GROUP_IDS[group])]),
    assignedAt: new Map(),
    gone: false,
  };
}

function admins(): Person[] {
  return [
    member('alice', {
      name: 'Alice Ahlgren',
      note: 'security admin',
      jobTitle: 'Security engineer',
      employeeId: '1001',
      since: '2018-09-03',
      roles: ['Security Administrator'],
      groups: ['securityAdmins', 'socTier2'],
    }),
    member('bob', {
      name: 'Bob Brandt',
      note: 'security admin',
      jobTitle: 'Endpoint lead',
      employeeId: '1002',
      since: '2019-04-01',
      roles: ['Security Administrator'],
      groups: ['securityAdmins', 'serverTeam'],
    }),
    member('grace', {
      name: 'Grace Gallagher',
      note: 'global admin',
      jobTitle: 'Head of IT',
      employeeId: '1003',
      since: '2018-07-02',
      roles: ['Global Administrator'],
      groups: ['securityAdmins'],
    }),
  ];
}

function others(): Person[] {
  return [
    member('sam', {
      name: 'Sam Sørensen',
      note: 'analyst',
      jobTitle: 'SOC analyst',
      employeeId: '1009',
      since: '2023-01-16',
      roles: ['Security Operator'],
      groups: ['socTier1'],
    }),
    member('omar', {
      name: 'Omar Okafor',
      note: 'operator: applies changes in the portal, or signs Airlock in there',
      jobTitle: 'Operator of Airlock',
      employeeId: '1010',
      since: '2020-10-05',
      roles: ['Security Administrator'],
      groups: ['securityAdmins'],
    }),
    member('rita', {
      name: 'Rita Rossi',
      note: 'reader',
      jobTitle: 'Internal auditor',
      employeeId: '1004',
      since: '2022-05-09',
      roles: ['Security Reader'],
      groups: ['auditors'],
    }),
    member('ed', {
      name: 'Ed Eriksen',
      note: 'eligible',
      jobTitle: 'Security engineer',
      employeeId: '1008',
      since: '2024-03-11',
      eligible: ['Security Administrator'],
      groups: ['securityAdmins'],
    }),
  ];
}

function guest(): Person {
  const base = member('gus', {
    name: 'Gus Guerrero',
    note: 'guest',
    jobTitle: 'Consultant',
    employeeId: '',
    since: '2025-02-24',
    roles: ['Security Administrator'],
  });
  const mail = 'gus@breakwater-partners.example';
  return {
    ...base,
    userPrincipalName: `gus_breakwater-partners.example#EXT#@${COMPANY.domain}`,
    mail,
    otherMails: [mail],
    proxyAddresses: [`SMTP:${mail}`],
    employeeId: null,
    onPremisesImmutableId: null,
    userType: 'Guest',
    externalUserState: 'Accepted',
    groups: new Set([ENTRA_GROUP_IDS.partners]),
  };
}

function disabled(): Person {
  const base = member('dora', {
    name: 'Dora Dimitrova',
    note: 'disabled',
    jobTitle: 'Security engineer (left)',
    employeeId: '1006',
    since: '2019-11-18',
    roles: ['Security Administrator'],
    groups: ['securityAdmins'],
  });
  return { ...base, accountEnabled: false };
}

function secondAccount(): Person {
  const base = member('alice2', {
    name: 'Alice Ahlgren (admin)',
    note: 'second account of Alice Ahlgren',
    jobTitle: 'Security engineer',
    employeeId: '1001',
    since: '2021-02-15',
    roles: ['Security Administrator'],
    groups: ['securityAdmins'],
  });
  const mail = `adm-alice@${COMPANY.domain}`;
  return { ...base, userPrincipalName: mail, mail, proxyAddresses: [`SMTP:${mail}`], onPremisesImmutableId: null };
}

/** The person whose portal session the demo's bot uses: somebody who neither requests nor approves. */
export const PORTAL_OPERATOR = `omar@${COMPANY.domain}`;

/** Creates the people of the company. The caller may change their roles and groups. */
export function createPeople(): Person[] {
  return [...admins(), ...others(), guest(), disabled(), secondAccount()];
}
