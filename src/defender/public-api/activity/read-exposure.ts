import { z } from 'zod';
import type { Activity } from '../../../requests/ports/defender-activity.ts';
import type { ListSource } from './list-source.ts';

type Found = Extract<Activity['exposure'], { value: unknown }>['value'];

const score = z.object({ score: z.number(), rbacGroupName: z.string().nullish() });

/** What the API calls the group of the devices that no rule takes. */
const UNGROUPED = 'UnassignedGroup';

/** The exposure score of each device group: `GET /api/exposureScore/ByMachineGroups`; it names groups and gives no id. */
export async function readExposure(source: ListSource): Promise<Found> {
  const { records } = await source.page('/api/exposureScore/ByMachineGroups', score, Number.POSITIVE_INFINITY);
  return records.map(({ score: exposure, rbacGroupName }) => {
    const name = rbacGroupName?.trim() ?? '';
    return { group: name === '' || name === UNGROUPED ? null : name, score: exposure };
  });
}
