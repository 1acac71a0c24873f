import type { RankGroup } from '../../../changes/device-group/group-change.ts';
import type { Steps } from '../../tenant.ts';
import { PORTAL_PAGES } from '../portal-pages.ts';
import { OPEN_GROUPS, rankStep } from './group-pages.ts';

export function rankGroupSteps({ group, before }: RankGroup): Steps {
  return { link: PORTAL_PAGES.deviceGroups, steps: [OPEN_GROUPS, rankStep(group.name, before)] };
}
