import type { TenantSnapshot } from '../changes/tenant-snapshot.ts';
import type { FormChoices } from './form.ts';

/** What can be chosen in a form that is opened on this reading. */
export function choicesOf(now: TenantSnapshot): FormChoices {
  const groups = now.groups ?? [];
  const access = [...groups.flatMap((group) => group.access), ...(now.access ?? [])];
  return {
    groups: groups.filter((group) => !group.ungrouped).map(({ id, name }) => ({ id, name })),
    access: [...new Map(access.map((group) => [group.id, group])).values()],
  };
}
