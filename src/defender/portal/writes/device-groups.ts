import type { GroupChange } from '../../../changes/device-group/group-change.ts';
import { AirlockError } from '../../../errors.ts';
import type { WritePlan } from './write-plan.ts';

export const deviceGroups: WritePlan<GroupChange> = {
  scopes: ['groups'],
  async send() {
    throw new AirlockError('internal', 'unfinished');
  },
};
