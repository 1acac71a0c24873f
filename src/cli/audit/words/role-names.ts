import { BUILT_IN_ROLES } from '../../../shared/ids.ts';

/** A role by its name; the id of a group, or of a role that is not built in. */
export function roleName(id: string): string {
  return BUILT_IN_ROLES[id] ?? id;
}
