import type { Person } from '../company/person.ts';
import type { World } from '../company/world.ts';
import { stableId } from '../wire/stable-id.ts';

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
  /** The schedule that the instance comes from. */
  readonly scheduleId: string;
}

/** When the company's permanent assignments began. */
const STANDING_SINCE = '2025-11-03T09:12:00Z';

/** How long an activation lasts: eight hours, Entra's default. */
const ACTIVATION = 8 * 3_600_000;

/**
 * The roles that are active now. A person who has a role and is also eligible for it has activated it, until the end of
 * the current eight hours.
 */
export function assignmentInstances(world: World): RoleInstance[] {
  return world.people.flatMap((person) =>
    [...person.roles].map((role) => {
      if (!person.eligible.has(role)) return instance('assignment', person, role, 'Assigned', STANDING_SINCE, null);
      const start = Math.floor(world.now() / ACTIVATION) * ACTIVATION;
      return instance('assignment', person, role, 'Activated', isoOf(start), isoOf(start + ACTIVATION));
    }),
  );
}

/** The roles that could be activated. A person who has activated one stays eligible for it. */
export function eligibilityInstances(world: World): RoleInstance[] {
  return world.people.flatMap((person) =>
    [...person.eligible].map((role) => instance('eligibility', person, role, null, STANDING_SINCE, null)),
  );
}

function instance(
  what: string,
  person: Person,
  role: string,
  assignmentType: RoleInstance['assignmentType'],
  startDateTime: string,
  endDateTime: string | null,
): RoleInstance {
  return {
    id: stableId('role instance', what, person.id, role),
    principalId: person.id,
    roleDefinitionId: role,
    directoryScopeId: '/',
    appScopeId: null,
    startDateTime,
    endDateTime,
    memberType: 'Direct',
    assignmentType,
    scheduleId: stableId('role schedule', what, person.id, role),
  };
}

function isoOf(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
