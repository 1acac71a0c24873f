import type { UpdateGroup } from '../../../changes/device-group/group-change.ts';
import type { Steps } from '../../tenant.ts';
import { PORTAL_PAGES } from '../portal-pages.ts';
import { accessPage, devicesPage, generalPage, OPEN_GROUPS, SUBMIT } from './group-pages.ts';

export function updateGroupSteps({ group, set }: UpdateGroup): Steps {
  return {
    link: PORTAL_PAGES.deviceGroups,
    steps: [
      OPEN_GROUPS,
      {
        title: 'Open this group to edit it, and leave everything that is not named here as it is',
        fields: [{ name: 'Device group', values: [group.name] }],
      },
      ...generalPage(set),
      ...devicesPage(set.conditions),
      ...accessPage(set.access),
      SUBMIT,
    ],
  };
}
