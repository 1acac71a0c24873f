import type { Change } from '../../../changes/change.ts';
import type { Steps } from '../../tenant.ts';
import { tenantChange } from '../../tenant-change.ts';
import { changeUngroupedSteps } from './change-ungrouped-steps.ts';
import { createGroupSteps } from './create-group-steps.ts';
import { deleteGroupSteps } from './delete-group-steps.ts';
import { featureSteps } from './feature-steps.ts';
import { rankGroupSteps } from './rank-group-steps.ts';
import { updateGroupSteps } from './update-group-steps.ts';

/** How a person applies a change, with the portal's own words (learn: machine-groups, advanced-features). */
export function stepsOf(asked: Change): Steps {
  const change = tenantChange(asked);
  switch (change.kind) {
    case 'advanced-feature':
      return featureSteps(change);
    case 'device-group.create':
      return createGroupSteps(change);
    case 'device-group.update':
      return updateGroupSteps(change);
    case 'device-group.delete':
      return deleteGroupSteps(change);
    case 'device-group.rank':
      return rankGroupSteps(change);
    case 'ungrouped-devices':
      return changeUngroupedSteps(change);
  }
}
