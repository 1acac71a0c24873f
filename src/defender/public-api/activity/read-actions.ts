import { z } from 'zod';
import type { Activity } from '../../../requests/ports/defender-activity.ts';
import { daysBefore, type ListSource } from './list-source.ts';

type Found = Extract<Activity['actions'], { value: unknown }>['value'];

const action = z.object({ status: z.string() });

/** The largest page (learn: get-machineactions-collection). */
const MOST = 10_000;
const OPEN = ['Pending', 'InProgress'];
const FAILED = ['Failed', 'TimeOut'];

/** Response actions ordered in the last 7 days: `GET /api/machineactions`. */
export async function readActions(source: ListSource, now: number): Promise<Found> {
  const filter = encodeURIComponent(`creationDateTimeUtc ge ${daysBefore(now, 7)}`);
  const path = `/api/machineactions?$filter=${filter}&$top=${MOST}`;
  const { records, more } = await source.page(path, action, MOST);
  return {
    all: records.length,
    more,
    open: records.filter(({ status }) => OPEN.includes(status)).length,
    failed: records.filter(({ status }) => FAILED.includes(status)).length,
  };
}
