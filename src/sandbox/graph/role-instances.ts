import type { Person } from '../company/person.ts';
import { ROLES } from '../company/roles.ts';
import { presentPeople, type World } from '../company/world.ts';
import { stableId } from '../wire/stable-id.ts';
import type { ListRules } from './graph-list.ts';

/**
 * One row of PIM: a role that a person has, or may activate (learn: unifiedRoleAssignmentScheduleInstance,
 * unifiedRoleEligibilityScheduleInstance).
 */
export interface RoleInstance {
  readonly id: string;
  readonly principalId: string;
  readonly roleDefinitionId: string;
  /** `/` is the whole tenant. */
  readonly directoryScopeId: string;
  readonly appScopeId: null;
  readonly startDateTime: string;
  readonly endDateTime: string | null;
  readonly memberType: 'Direct' | 'Group';
  /** For assignments only; `Activated`: an eligible role that is active for some hours. */
  readonly assignmentType: 'Assigned' | 'Activated' | null;
  /** Of an activated role: the eligibility that was used; null of any other. */
  readonly activatedUsing: RoleInstance | null;
  /** The schedule that the instance comes from. */
  readonly scheduleId: string;
}

/** When the company's own assignments and eligibilities began. */
const STANDING_SINCE = '2025-11-03T09:12:00Z';

/** How long an activation lasts: eight hours, Entra's default. */
const ACTIVATION = 8 * 3_600_000;

/**
 * The roles that are active now by an assignment of the person's own. A person who has a role and is also eligible for
 * it, or is in a group that is, has activated it, until the end of the current eight hours. A role held through a group
 * has its assignment at the group, so it is not listed here.
 */
export function assignmentInstances(world: World): RoleInstance[] {
  return presentPeople(world).flatMap((person) =>
    [...person.roles].map((role) => {
      const used = usable(world, person, role);
      if (!used) return instance('assignment', person, role, { type: 'Assigned' });
      const start = Math.floor(world.now() / ACTIVATION) * ACTIVATION;
      const activated = { type: 'Activated', from: isoOf(start), to: isoOf(start + ACTIVATION) } as const;
      return { ...instance('assignment', person, role, activated), activatedUsing: used };
    }),
  );
}

/** The eligibility by which somebody activates a role: their own rather than that of a group; null without one. */
function usable(world: World, person: Person, role: string): RoleInstance | null {
  if (person.eligible.has(role)) return eligibility(person, role);
  const group = world.entraGroups.find(
    ({ id, eligibleRoles }) => eligibleRoles?.includes(role) && person.groups.has(id),
  );
  return group ? eligibility(ofGroup(group), role) : null;
}

/** A group as the principal of an eligibility. */
function ofGroup({ id }: World['entraGroups'][number]): Principal {
  return { id, assignedAt: new Map() };
}

/**
 * The roles that could be activated: by a person, who stays eligible once they did, or by whoever is in a group that is
 * eligible. The row of a group names the group alone.
 */
export function eligibilityInstances(world: World): RoleInstance[] {
  const own = presentPeople(world).flatMap((person) => [...person.eligible].map((role) => eligibility(person, role)));
  const groups = world.entraGroups.flatMap((group) =>
    (group.eligibleRoles ?? []).map((role) => eligibility(ofGroup(group), role)),
  );
  return [...own, ...groups];
}

type Principal = Pick<Person, 'id' | 'assignedAt'>;

function eligibility(principal: Principal, role: string): RoleInstance {
  return instance('eligibility', principal, role, { type: null });
}

interface Term {
  readonly type: RoleInstance['assignmentType'];
  /** ISO 8601, UTC; when absent, since when the role was assigned, without an end. */
  readonly from?: string;
  readonly to?: string;
}

function instance(what: string, person: Principal, role: string, { type, from, to }: Term): RoleInstance {
  return {
    id: stableId('role instance', what, person.id, role),
    principalId: person.id,
    roleDefinitionId: role,
    directoryScopeId: '/',
    appScopeId: null,
    startDateTime: from ?? person.assignedAt.get(role) ?? STANDING_SINCE,
    endDateTime: to ?? null,
    memberType: 'Direct',
    assignmentType: type,
    activatedUsing: null,
    scheduleId: stableId('role schedule', what, person.id, role),
  };
}

function isoOf(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}

/** The id of a role's object in this tenant; every tenant has another. */
export function roleObjectId(template: string): string {
  return stableId('directory role', template);
}

/** The template id of the role whose object has this id; undefined for any other id. */
export function templateOfObject(id: string): string | undefined {
  return Object.values(ROLES).find((template) => roleObjectId(template) === id);
}

/** A directory role of this tenant, with both of its ids. */
interface DirectoryRole {
  readonly id: string;
  readonly displayName: string;
  readonly roleTemplateId: string;
}

export const DIRECTORY_ROLES: readonly DirectoryRole[] = Object.entries(ROLES).map(([displayName, roleTemplateId]) => ({
  id: roleObjectId(roleTemplateId),
  displayName,
  roleTemplateId,
}));

export const ROLE_LIST: ListRules<DirectoryRole> = {
  context: 'directoryRoles',
  properties: {
    type: 'microsoft.graph.directoryRole',
    read: {
      id: (role) => role.id,
      displayName: (role) => role.displayName,
      roleTemplateId: (role) => role.roleTemplateId,
    },
  },
  filter: {},
  page: { usual: 100, most: 999 },
};
