import { z } from 'zod';
import { isSameDeviceName } from '../../../changes/device-group.ts';
import type { DeviceAct } from '../../../requests/ports/defender-activity.ts';
import type { ListPage, ListSource } from '../activity/list-source.ts';
import { fieldsOf } from '../audit/audited-change.ts';
import { momentOf } from './read-waiting.ts';

const text = z.string().nullish().catch(null);

const record = z.object({
  type: z.string(),
  scope: text,
  creationDateTimeUtc: z.string(),
  machineId: text,
  computerDnsName: text,
  requestor: text,
  requestorComment: text,
  status: text,
  requestSource: text,
});

const MOST = 10_000;
const DAY = 86_400_000;

/** Actions that were ordered in the last 30 days: `GET /api/machineactions`. */
export async function readActs(source: ListSource, now: number): Promise<ListPage<DeviceAct>> {
  const since = `${new Date(now - 30 * DAY).toISOString().slice(0, 19)}Z`;
  const filter = encodeURIComponent(`creationDateTimeUtc ge ${since}`);
  const path = (top: number) => `/api/machineactions?$filter=${filter}&$top=${top}`;
  const { records, more, leftOut } = await source.page(path, record, MOST);
  const acts = records.flatMap((one) => actOf(one) ?? []);
  return { records: acts, more, leftOut: leftOut + records.length - acts.length };
}

function actOf(one: z.infer<typeof record>): DeviceAct | null {
  const at = momentOf(one.creationDateTimeUtc);
  if (at === null) return null;
  return {
    type: one.type,
    ...(one.scope && { scope: one.scope }),
    device: one.computerDnsName || null,
    ...(one.machineId && { deviceId: one.machineId }),
    at,
    who: one.requestor || null,
    comment: one.requestorComment ?? '',
    status: one.status ?? null,
    by: orderedBy(one.requestSource),
    from: 'list',
  };
}

function orderedBy(source: string | null | undefined): DeviceAct['by'] {
  if (source === 'Portal') return 'portal';
  return source === 'PublicApi' ? 'api' : null;
}

/** What the audit log calls an action, and what the list does (docs/facts/defender.md#audit). */
const LOGGED: ReadonlyMap<string, string> = new Map([
  ['IsolateDevice', 'Isolate'],
  ['ReleaseFromIsolation', 'Unisolate'],
  ['RestrictAppExecution', 'RestrictCodeExecution'],
  ['RemoveAppRestrictions', 'UnrestrictCodeExecution'],
  ['RunAntiVirusScan', 'RunAntiVirusScan'],
  ['CollectInvestigationPackage', 'CollectInvestigationPackage'],
  ['StopAndQuarantineFile', 'StopAndQuarantineFile'],
  ['LiveResponseGetFile', 'LiveResponse'],
]);

/** The most rows of one question. */
export const MOST_ROWS = 500;

/** The question for the log's records of actions on devices. */
export const LOG_QUERY = [
  'CloudAppEvents',
  'where Timestamp > ago(30d)',
  `where ${[...LOGGED.keys()].map((type) => `ActionType == "${type}"`).join(' or ')}`,
  'project Timestamp, ActionType, AccountDisplayName, RawEventData',
  'order by Timestamp desc',
  `take ${MOST_ROWS}`,
].join(' | ');

/** A row of `CloudAppEvents`; null for one that cannot be read. */
export function loggedAct(row: unknown): DeviceAct | null {
  const { timestamp, actiontype, accountdisplayname, raweventdata } = fieldsOf(row);
  const raw = fieldsOf(raweventdata);
  const at = momentOf(typeof timestamp === 'string' ? timestamp : null);
  const type = LOGGED.get(String(actiontype));
  if (at === null || type === undefined) return null;
  return {
    type,
    device: words(raw.devicename),
    at,
    who: words(raw.userid) ?? words(accountdisplayname),
    comment: words(raw.actioncomment) ?? '',
    status: null,
    by: null,
    from: 'log',
  };
}

/** The question for what attack disruption did; a table in preview. */
export const DISRUPTION_QUERY = [
  'DisruptionAndResponseEvents',
  'where Timestamp > ago(30d)',
  'project Timestamp, ActionType, DeviceName, PolicyName, ReportType',
  'order by Timestamp desc',
  `take ${MOST_ROWS}`,
].join(' | ');

/** A row of `DisruptionAndResponseEvents`; null for one that cannot be read. */
export function disruptionAct(row: unknown): DeviceAct | null {
  const { timestamp, actiontype, devicename, policyname } = fieldsOf(row);
  const at = momentOf(typeof timestamp === 'string' ? timestamp : null);
  const type = words(actiontype);
  if (at === null || type === null) return null;
  const comment = words(policyname) ?? '';
  return {
    type,
    device: words(devicename),
    at,
    who: null,
    comment,
    status: null,
    by: 'disruption',
    from: 'disruption',
  };
}

function words(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** How far apart the times of the list and of the log may be for one and the same action. */
const SAME = 120_000;

/** Both lists as one, the latest first: what stands in both is one action. */
export function joined(listed: readonly DeviceAct[], logged: readonly DeviceAct[]): readonly DeviceAct[] {
  const left = [...logged];
  const seen = listed.map((act): DeviceAct => {
    const place = left.findIndex((other) => isSame(act, other));
    if (place < 0) return act;
    const [other] = left.splice(place, 1);
    return { ...act, from: 'both', who: act.who ?? other?.who ?? null };
  });
  return [...seen, ...left].sort((a, b) => b.at - a.at);
}

/** Actions of devices that are not told may be of two, so they stay two. */
function isSame(act: DeviceAct, logged: DeviceAct): boolean {
  if (act.device === null || logged.device === null || act.type !== logged.type) return false;
  return isSameDeviceName(act.device, logged.device) && Math.abs(act.at - logged.at) <= SAME;
}
