import { z } from 'zod';
import type { Activity } from '../../../requests/ports/defender-activity.ts';
import { daysBefore, type ListSource } from './list-source.ts';

type Found = Extract<Activity['investigations'], { value: unknown }>['value'];

const investigation = z.object({ state: z.string() });

/** The largest page (learn: get-investigation-collection). */
const MOST = 10_000;
const RUNNING = ['Running', 'Queued', 'PendingResource'];

/** Automated investigations begun in the last 7 days: `GET /api/investigations`. */
export async function readInvestigations(source: ListSource, now: number): Promise<Found> {
  const filter = encodeURIComponent(`startTime ge ${daysBefore(now, 7)}`);
  const path = `/api/investigations?$filter=${filter}&$top=${MOST}`;
  const { records, more } = await source.page(path, investigation, MOST);
  return {
    all: records.length,
    more,
    running: records.filter(({ state }) => RUNNING.includes(state)).length,
    waiting: records.filter(({ state }) => state === 'PendingApproval').length,
  };
}
