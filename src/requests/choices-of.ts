import type { TenantSnapshot } from '../changes/tenant-snapshot.ts';
import type { FormChoices } from './form.ts';

/** What can be chosen in a form that is opened on this reading. */
export function choicesOf(now: TenantSnapshot): FormChoices {
  const groups = (now.groups ?? []).filter((group) => !group.ungrouped);
  return { groups: groups.map(({ id, name }) => ({ id, name })) };
}
