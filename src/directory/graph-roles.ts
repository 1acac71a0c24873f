import { z } from 'zod';
import { NO_ROLE_DATES, type RoleDates } from '../requests/ports/directory.ts';
import { AirlockError } from '../shared/errors.ts';
import type { EntraObjectId } from '../shared/ids.ts';
import { type GraphCall, unavailable } from './graph-call.ts';
import { momentOf } from './graph-people.ts';

const memberObjects = z.object({ value: z.array(z.string()) });
const eligibilities = z.object({ value: z.array(z.object({ roleDefinitionId: z.string() })) });

const text = z.string().nullish();

const assignments = z.object({
  value: z.array(
    z.object({
      roleDefinitionId: z.string().toLowerCase(),
      directoryScopeId: text,
      startDateTime: text,
      assignmentType: text,
      activatedUsing: z.object({ startDateTime: text }).nullish(),
    }),
  ),
});

/** @returns null where the directory knows nobody with this id */
export async function heldBy(
  call: GraphCall,
  oid: EntraObjectId,
  ids: readonly string[],
): Promise<readonly string[] | null> {
  if (ids.length === 0) return [];
  const answer = await call('POST', `/v1.0/users/${oid}/checkMemberObjects`, { ids });
  if (answer.status === 404) return null;
  const parsed = memberObjects.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) throw unavailable(`checkMemberObjects ${answer.status}`);
  const held = new Set(parsed.data.value.map((one) => one.toLowerCase()));
  return ids.filter((id) => held.has(id));
}

/** Which of these roles the person could activate; null where eligibility cannot be read. It is only a hint. */
export async function eligibleFor(
  call: GraphCall,
  oid: EntraObjectId,
  ids: readonly string[],
): Promise<readonly string[] | null> {
  try {
    const answer = await call(
      'GET',
      `/v1.0/roleManagement/directory/roleEligibilityScheduleInstances?${ofPerson(oid)}`,
    );
    const parsed = eligibilities.safeParse(answer.body);
    if (answer.status !== 200 || !parsed.success) return null;
    const eligible = new Set(parsed.data.value.map((one) => one.roleDefinitionId.toLowerCase()));
    return ids.filter((id) => eligible.has(id));
  } catch {
    return null;
  }
}

/** What a directory without Privileged Identity Management, or without the permission, answers. */
const NO_LIST: ReadonlySet<number> = new Set([400, 403, 404]);

/**
 * Since when each role is assigned for the whole tenant; of several assignments of one role the oldest counts. An
 * activation began a moment ago, so its eligibility counts instead, where it is shown
 * (docs/facts/teams.md#roles-in-graph).
 */
export async function roleDatesOf(call: GraphCall, oid: EntraObjectId): Promise<RoleDates> {
  const path = `/v1.0/roleManagement/directory/roleAssignmentScheduleInstances?${ofPerson(oid)}&$expand=activatedUsing`;
  const answer = await call('GET', path);
  if (NO_LIST.has(answer.status)) throw noDates(answer.status);
  const parsed = assignments.safeParse(answer.body);
  if (answer.status !== 200 || !parsed.success) throw unavailable(`roleAssignmentScheduleInstances ${answer.status}`);
  const dates: Record<string, number> = {};
  for (const { roleDefinitionId, directoryScopeId, startDateTime, assignmentType, activatedUsing } of parsed.data
    .value) {
    if (directoryScopeId !== '/') continue;
    const began = (assignmentType === 'Activated' && activatedUsing?.startDateTime) || startDateTime;
    const at = momentOf(began);
    if (at !== null) dates[roleDefinitionId] = Math.min(at, dates[roleDefinitionId] ?? at);
  }
  return dates;
}

/** The error of a tenant that gives no dates: it lets nobody in either, and says what the operator has to do. */
function noDates(status: number): AirlockError {
  const sentence =
    'The directory does not tell since when roles are held, so nothing was decided. Whoever operates Airlock has to grant RoleManagement.Read.Directory; in a tenant without Entra ID P2, which has no such dates, set APPROVER_MIN_AGE=0h.';
  return new AirlockError('directory-unavailable', sentence, {
    details: { reason: NO_ROLE_DATES, status },
  });
}

function ofPerson(oid: EntraObjectId): string {
  return `$filter=${encodeURIComponent(`principalId eq '${oid}'`)}`;
}
