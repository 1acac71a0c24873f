import type { CreateGroup } from '../../../changes/device-group/group-change.ts';
import type { Steps } from '../../tenant.ts';
import { PORTAL_PAGES } from '../portal-pages.ts';
import { accessPage, devicesPage, generalPage, OPEN_GROUPS, rankStep, SUBMIT } from './group-pages.ts';

/** A new group comes last in rank by itself. */
export function createGroupSteps({ definition, before }: CreateGroup): Steps {
  const { description, ...rest } = definition;
  return {
    link: PORTAL_PAGES.deviceGroups,
    steps: [
      OPEN_GROUPS,
      { title: 'Select Add device group', fields: [] },
      ...generalPage(description === '' ? rest : definition),
      ...devicesPage(definition.conditions),
      ...accessPage(definition.access),
      SUBMIT,
      ...(before === null ? [] : [rankStep(definition.name, before)]),
    ],
  };
}
