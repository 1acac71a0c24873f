import type { ChangeUngrouped } from '../../../changes/device-group/group-change.ts';
import type { Steps } from '../../tenant.ts';
import { PORTAL_PAGES } from '../portal-pages.ts';
import { accessPage, generalPage, OPEN_GROUPS, SUBMIT } from './group-pages.ts';

export function changeUngroupedSteps({ set }: ChangeUngrouped): Steps {
  const { level, access } = set;
  return {
    link: PORTAL_PAGES.deviceGroups,
    steps: [
      OPEN_GROUPS,
      {
        title: 'Open the last group of the list, and leave everything that is not named here as it is',
        fields: [{ name: 'Device group', values: ['Ungrouped devices (default)'] }],
      },
      ...generalPage(level === undefined ? {} : { level }),
      ...accessPage(access),
      SUBMIT,
    ],
  };
}
