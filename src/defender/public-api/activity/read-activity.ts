import { z } from 'zod';
import type { Activity, Count, Lack } from '../../../requests/ports/defender-activity.ts';
import { tellsState, UNTOLD } from '../center/alert-evidence.ts';
import { isKnownState } from './investigation-states.ts';
import type { ListPage, ListSource } from './list-source.ts';

/** The result of one successful reading. */
type Read<K extends 'investigations' | 'actions' | 'exposure'> = Extract<Activity[K], { value: unknown }>['value'];

/**
 * The largest page of investigations or actions (learn: get-investigation-collection, get-machineactions-collection).
 */
const LARGEST_PAGE = 10_000;

/** In another state it is not known whether it waits. */
const investigation = z.object({ state: z.string().refine(isKnownState) });

const RUNNING = ['Running', 'Queued', 'PendingResource'];

/** Reads the automated investigations that began in the last 7 days: `GET /api/investigations`. */
export async function readInvestigations(source: ListSource, now: number): Promise<Read<'investigations'>> {
  const filter = encodeURIComponent(`startTime ge ${daysBefore(now, 7)}`);
  const path = (top: number) => `/api/investigations?$filter=${filter}&$top=${top}`;
  const { records, ...lacks } = await source.page(path, investigation, LARGEST_PAGE);
  return {
    all: records.length,
    ...told(lacks),
    running: records.filter(({ state }) => RUNNING.includes(state)).length,
    waiting: records.filter(({ state }) => state === 'PendingApproval').length,
  };
}

const OPEN = ['Pending', 'InProgress'];
const FAILED = ['Failed', 'TimeOut'];
const ENDED = ['Succeeded', 'Cancelled'];

/** In another state it is not known whether it is open (learn: machineaction). */
const action = z.object({ status: z.enum([...OPEN, ...FAILED, ...ENDED]) });

/** Reads the response actions that were requested in the last 7 days: `GET /api/machineactions`. */
export async function readActions(source: ListSource, now: number): Promise<Read<'actions'>> {
  const filter = encodeURIComponent(`creationDateTimeUtc ge ${daysBefore(now, 7)}`);
  const path = (top: number) => `/api/machineactions?$filter=${filter}&$top=${top}`;
  const { records, ...lacks } = await source.page(path, action, LARGEST_PAGE);
  return {
    all: records.length,
    ...told(lacks),
    open: records.filter(({ status }) => OPEN.includes(status)).length,
    failed: records.filter(({ status }) => FAILED.includes(status)).length,
  };
}

/** Without a state there is no investigation; one in another form cannot be read. */
const alert = z.object({ investigationState: z.string().nullish().catch(UNTOLD) });

/** The most alerts to read: each comes with its evidence, a few kilobytes. */
const MOST_ALERTS = 500;

/**
 * Counts open alerts of the last 30 days whose remediation has been waiting a day for approval: `GET
 * /security/alerts_v2` of Microsoft Graph. That list cannot be filtered by the state of the investigation
 * (docs/facts/defender.md#graph), so this function filters.
 */
export async function readOverdue(source: ListSource, now: number): Promise<Count> {
  const filter = encodeURIComponent(
    [
      `serviceSource eq 'microsoftDefenderForEndpoint'`,
      `(status eq 'new' or status eq 'inProgress')`,
      `createdDateTime ge ${daysBefore(now, 30)}`,
      `lastUpdateDateTime le ${daysBefore(now, 1)}`,
    ].join(' and '),
  );
  const path = (top: number) => `/v1.0/security/alerts_v2?$filter=${filter}&$top=${top}`;
  const { records, ...lacks } = await source.page(path, alert, MOST_ALERTS);
  const waiting = records.filter(({ investigationState }) => investigationState === 'pendingApproval');
  const untold = records.filter((one) => !tellsState(one)).length;
  return { all: waiting.length, ...told({ ...lacks, leftOut: lacks.leftOut + untold }) };
}

const score = z.object({ score: z.number(), rbacGroupName: z.string().nullish() });

/** The scores, and what they lack. */
export interface ExposureRead {
  readonly scores: Read<'exposure'>;
  readonly lack: Lack;
}

/** The API's name for the group of devices that match no rule. */
const UNGROUPED = 'UnassignedGroup';

/**
 * Reads the exposure score of each device group: `GET /api/exposureScore/ByMachineGroups`. The answer has names but no
 * ids.
 */
export async function readExposure(source: ListSource): Promise<ExposureRead> {
  const path = () => '/api/exposureScore/ByMachineGroups';
  const { records, more, leftOut } = await source.page(path, score, Number.POSITIVE_INFINITY);
  const scores = records.map(({ score: exposure, rbacGroupName }) => {
    const name = rbacGroupName?.trim() ?? '';
    return { group: name === '' || name === UNGROUPED ? null : name, score: exposure };
  });
  return { scores, lack: { more, leftOut } };
}

/** What a count lacks, as it is told: nothing is said of nothing. */
function told({ more, leftOut }: Omit<ListPage<unknown>, 'records'>): Omit<Count, 'all'> {
  return { more, ...(leftOut > 0 && { leftOut }) };
}

const DAY = 86_400_000;

/** The moment that is `days` before `at` (ms since 1970), as OData filters take it. */
function daysBefore(at: number, days: number): string {
  return `${new Date(at - days * DAY).toISOString().slice(0, 19)}Z`;
}
