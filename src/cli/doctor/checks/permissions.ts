import { SUPPORTED_KINDS } from '../../../changes/supported/supported-kinds.ts';
import type { Permission } from '../../../defender/define-connector.ts';
import { CONNECTORS } from '../../../defender/registry/connectors.ts';
import { supportedRows } from '../../../defender/supported/registry.ts';

export interface UsedPermission extends Permission {
  /** The names of the connectors that need it; null where all do. */
  readonly connectors: readonly string[] | null;
}

/**
 * The names of the APIs where permissions are granted, and their app ids, which are the same in every tenant (learn:
 * verify-first-party-apps-sign-in).
 */
export const RESOURCES = {
  graph: { name: 'Microsoft Graph', appId: '00000003-0000-0000-c000-000000000000' },
  mde: { name: 'WindowsDefenderATP', appId: 'fc780465-2017-40d4-a0c5-307022471b92' },
  activity: { name: 'Office 365 Management APIs', appId: 'c5393580-f805-4401-95e8-94b7a6ef2fc2' },
} as const;

/**
 * A permission that can do more than read, by its name: all but `X.Read...`. `Machine.Scan` and `Mail.Send` act, and so
 * may any that is new.
 */
export const ACTING = /^(?![^.]+\.Read(?!Write))/;

/** Security Administrator: a role that every tenant has. */
const SOME_ROLE = '194ae4cb-b126-40b2-bd5b-6091b380977d';

/** For the people who ask, approve and are notified. */
const DIRECTORY: readonly Permission[] = [
  {
    resource: 'graph',
    name: 'User.Read.All',
    why: 'whether an account is enabled, a member, how old, and not that of the requester; which roles and groups it has; which accounts were deleted in the last 30 days, and what marks they carried',
    probe: '/v1.0/users?$top=1&$select=id',
  },
  {
    resource: 'graph',
    name: 'GroupMember.Read.All',
    why: 'who is in a group that may ask or approve, to notify them',
    probe: '/v1.0/groups?$top=1&$select=id',
  },
  {
    resource: 'graph',
    name: 'RoleManagement.Read.Directory',
    why: 'who has a role, since when, and who could activate it',
    probe: `/v1.0/directoryRoles(roleTemplateId='${SOME_ROLE}')/members?$select=id`,
  },
];

/** For devices, and for what `status` shows about Defender. */
const DEFENDER: readonly Permission[] = [
  {
    resource: 'mde',
    name: 'Machine.Read.All',
    why: 'which devices a change would move',
    probe: '/api/machines?$top=1',
  },
  {
    resource: 'graph',
    name: 'SecurityAlert.Read.All',
    why: '`status`, `pending`, `false positive`: alerts, and those whose remediation waits for an approval in Defender',
    optional: true,
    probe: '/v1.0/security/alerts_v2?$top=1',
  },
  {
    resource: 'mde',
    name: 'Alert.Read.All',
    why: '`status`, `pending`: automated investigations that are running or waiting',
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

/** For Microsoft's audit log: either is enough, and without both a person's word stays a word. */
const AUDIT: readonly Permission[] = [
  {
    resource: 'graph',
    name: 'ThreatHunting.Read.All',
    why: 'who changed a switch, by Microsoft’s audit log in advanced hunting: corroborates what a person says, and tells of changes outside Airlock; actions on devices in `actions`',
    optional: true,
    probe: '/v1.0/security/runHuntingQuery',
    post: { Query: 'CloudAppEvents | take 1' },
  },
  {
    resource: 'activity',
    name: 'ActivityFeed.Read',
    why: 'the same by the Management Activity API, where advanced hunting does not hold the records',
    optional: true,
    probe: '/api/v1.0/{tenant}/activity/feed/subscriptions/list',
  },
];

/**
 * Every application permission that the identity which reads uses; all are read-only
 * (docs/facts/teams.md#roles-in-graph, docs/facts/defender.md#reading-apis, docs/facts/defender.md#audit).
 */
export const PERMISSIONS: readonly UsedPermission[] = [
  ...DIRECTORY.map((one) => ({ ...one, connectors: null })),
  ...connectorPermissions(),
  ...DEFENDER.map((one) => ({ ...one, connectors: null })),
  ...AUDIT.map((one) => ({ ...one, connectors: null })),
];

/** The connectors' permissions, each once. */
function connectorPermissions(): UsedPermission[] {
  const found = new Map<string, UsedPermission>();
  for (const { kind, permissions } of CONNECTORS)
    for (const one of permissions) {
      const key = `${one.resource} ${one.name}`;
      found.set(key, { ...one, connectors: [...(found.get(key)?.connectors ?? []), kind] });
    }
  return [...found.values()];
}

/** The permissions of this API that this connector uses. */
export function usedPermissions(resource: Permission['resource'], kind: string): readonly Permission[] {
  return PERMISSIONS.filter((one) => one.resource === resource && (one.connectors?.includes(kind) ?? true));
}

/** The table as docs/ shows it, in Markdown. */
export function permissionRows(): string {
  const rows = PERMISSIONS.map(({ resource, name, why, connectors, optional }) => {
    const who = connectors ? `${connectors.map((kind) => `\`${kind}\``).join(', ')} alone` : 'every';
    return `| ${RESOURCES[resource].name} | \`${name}\` | ${why} | ${who}${optional ? ', optional' : ''} |`;
  });
  return ['| API | application permission | what for | connector |', '|---|---|---|---|', ...rows].join('\n');
}

/** What the identity that writes needs for each kind of change, in Markdown. */
export function writePermissionRows(): string {
  const rows = supportedRows(SUPPORTED_KINDS).flatMap(({ kind, permissions }) =>
    permissions.map(
      ({ resource, name, why }) => `| \`${kind}\` | ${RESOURCES[resource].name} | \`${name}\` | ${why} |`,
    ),
  );
  return ['| in `CHANGE_KINDS` | API | application permission | what for |', '|---|---|---|---|', ...rows].join('\n');
}
