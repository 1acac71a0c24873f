import type { DeleteGroup } from '../../../changes/device-group/group-change.ts';
import type { Steps } from '../../tenant.ts';
import { PORTAL_PAGES } from '../portal-pages.ts';
import { OPEN_GROUPS } from './group-pages.ts';

export function deleteGroupSteps({ group }: DeleteGroup): Steps {
  return {
    link: PORTAL_PAGES.deviceGroups,
    steps: [
      OPEN_GROUPS,
      {
        title: 'Select this group, and no other, and delete it',
        fields: [{ name: 'Device group', values: [group.name] }],
      },
      {
        title:
          'Confirm; it also leaves the e-mail notification rules, and a rule that named it alone is deleted with it',
        fields: [],
      },
    ],
  };
}
