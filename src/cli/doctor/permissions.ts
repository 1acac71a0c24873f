import type { ServiceConfig } from '../../service/config/service-config.ts';
import type { Resource } from './context.ts';

export interface Permission {
  readonly resource: Exclude<Resource, 'bot'>;
  readonly name: string;
  /** What Airlock does with it. */
  readonly why: string;
  /** The connector that needs it; every one when absent. */
  readonly connector?: ServiceConfig['connector']['kind'];
  /** Without it something is not told, and nothing else is missing. */
  readonly optional?: true;
  /** A path whose answer shows that it is granted. */
  readonly probe: string;
}

/** How the two APIs are called where permissions are granted, and their app ids, the same in every tenant (learn: verify-first-party-apps-sign-in). */
export const RESOURCES = {
  graph: { name: 'Microsoft Graph', appId: '00000003-0000-0000-c000-000000000000' },
  mde: { name: 'WindowsDefenderATP', appId: 'fc780465-2017-40d4-a0c5-307022471b92' },
} as const;

/** Security Administrator: a role that every tenant has. */
const SOME_ROLE = '194ae4cb-b126-40b2-bd5b-6091b380977d';

/**
 * Every application permission that Airlock uses: all of them read, none writes (docs/facts/teams.md#roles-in-graph,
 * docs/facts/defender.md#reading-apis).
 */
export const PERMISSIONS: readonly Permission[] = [
  {
    resource: 'graph',
    name: 'User.Read.All',
    why: 'is the account enabled, a member, and somebody else than the requester; which roles and groups it holds',
    probe: '/v1.0/users?$top=1&$select=id',
  },
  {
    resource: 'graph',
    name: 'GroupMember.Read.All',
    why: 'who is in a group that may ask or approve, so that they are told',
    probe: '/v1.0/groups?$top=1&$select=id',
  },
  {
    resource: 'graph',
    name: 'RoleManagement.Read.Directory',
    why: 'who holds a role, and who could activate it',
    probe: `/v1.0/directoryRoles(roleTemplateId='${SOME_ROLE}')/members?$select=id`,
  },
  {
    resource: 'graph',
    name: 'RoleManagement.Read.Defender',
    why: 'the names of the device groups',
    connector: 'guided',
    probe: '/beta/roleManagement/defender/customAppScopes',
  },
  {
    resource: 'mde',
    name: 'Machine.Read.All',
    why: 'which devices a change would move',
    probe: '/api/machines?$top=1',
  },
  {
    resource: 'graph',
    name: 'SecurityAlert.Read.All',
    why: '`status`: alerts whose remediation has waited for an approval in Defender for a day',
    optional: true,
    probe: '/v1.0/security/alerts_v2?$top=1',
  },
  {
    resource: 'mde',
    name: 'Alert.Read.All',
    why: '`status`: automated investigations that run or wait',
    optional: true,
    probe: '/api/investigations?$top=1',
  },
  {
    resource: 'mde',
    name: 'Score.Read.All',
    why: '`status`: how exposed each device group is',
    optional: true,
    probe: '/api/exposureScore/ByMachineGroups',
  },
];

/** Those that this connector uses of this API. */
export function usedPermissions(
  resource: Resource,
  connector: ServiceConfig['connector']['kind'],
): readonly Permission[] {
  return PERMISSIONS.filter((one) => one.resource === resource && (one.connector ?? connector) === connector);
}

/** The table as the README shows it, in Markdown. */
export function permissionRows(): string {
  const rows = PERMISSIONS.map(
    ({ resource, name, why, connector, optional }) =>
      `| ${RESOURCES[resource].name} | \`${name}\` | ${why} | ${connector ? `\`${connector}\` alone` : 'every'}${optional ? ', optional' : ''} |`,
  );
  return ['| API | application permission | what for | connector |', '|---|---|---|---|', ...rows].join('\n');
}
