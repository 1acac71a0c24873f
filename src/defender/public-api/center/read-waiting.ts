import { z } from 'zod';
import { isSameDeviceName } from '../../../changes/device-group.ts';
import type { Waiting } from '../../../requests/ports/defender-activity.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import type { ListPage, ListSource } from '../activity/list-source.ts';
import { alertShape, entitiesOf, proposedIn, tellsState, type WireAlert } from './alert-evidence.ts';

const investigation = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  startTime: z.string().nullish().catch(null),
  computerDnsName: z.string().nullish().catch(null),
  triggeringAlertId: z.string().nullish().catch(null),
});

type Investigation = z.infer<typeof investigation>;

const MOST_INVESTIGATIONS = 1_000;
/** The most alerts to read: each comes with its evidence, a few kilobytes. */
const MOST_ALERTS = 500;
const DAY = 86_400_000;

/**
 * Investigations that wait for a person: `GET /api/investigations` (docs/facts/defender.md#reading-apis). Those whose
 * state Defender does not know may wait, too: they are asked for by themselves, and count as left out.
 */
export async function waitingInvestigations(source: ListSource): Promise<ListPage<Investigation>> {
  const [waiting, unknown] = await Promise.all([inState(source, 'PendingApproval'), countUnknown(source)]);
  return {
    records: waiting.records,
    more: waiting.more || unknown.more,
    leftOut: waiting.leftOut + unknown.count,
  };
}

function inState(source: ListSource, state: string): Promise<ListPage<Investigation>> {
  const filter = encodeURIComponent(`state eq '${state}'`);
  return source.page((top) => `/api/investigations?$filter=${filter}&$top=${top}`, investigation, MOST_INVESTIGATIONS);
}

/** Where that is not answered, there may be some. */
async function countUnknown(source: ListSource): Promise<{ readonly count: number; readonly more: boolean }> {
  try {
    const { records, more, leftOut } = await inState(source, 'Unknown');
    return { count: records.length + leftOut, more };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return { count: 0, more: true };
  }
}

/** Open alerts of the last 30 days, with their evidence. */
export function openAlerts(source: ListSource, now: number): Promise<ListPage<WireAlert>> {
  const since = `${new Date(now - 30 * DAY).toISOString().slice(0, 19)}Z`;
  const filter = encodeURIComponent(
    [
      `serviceSource eq 'microsoftDefenderForEndpoint'`,
      `(status eq 'new' or status eq 'inProgress')`,
      `createdDateTime ge ${since}`,
    ].join(' and '),
  );
  const path = (top: number) => `/v1.0/security/alerts_v2?$filter=${filter}&$top=${top}`;
  return source.page(path, alertShape, MOST_ALERTS);
}

/** Those of them whose remediation waits; that state is no filter (docs/facts/defender.md#graph). */
export async function waitingAlerts(source: ListSource, now: number): Promise<ListPage<WireAlert>> {
  const { records, more, leftOut } = await openAlerts(source, now);
  const untold = records.filter((one) => !tellsState(one)).length;
  return { more, leftOut: leftOut + untold, records: records.filter(waits) };
}

function waits({ investigationState }: WireAlert): boolean {
  return investigationState === 'pendingApproval';
}

/**
 * Both lists as one, the oldest first, those of no known age last: an investigation and the alert that began it are one
 * thing that waits.
 */
export function merged(investigations: readonly Investigation[], alerts: readonly WireAlert[]): readonly Waiting[] {
  const byId = new Map(alerts.map((alert) => [alert.id, alert]));
  const begun = investigations.map((one) => waitingOf(one, byId.get(one.triggeringAlertId ?? '') ?? null));
  const covered = new Set(investigations.map((one) => one.triggeringAlertId));
  const others = alerts.filter(({ id }) => !covered.has(id)).map((alert) => waitingOf(null, alert));
  return [...begun, ...others].sort((a, b) => (a.since ?? Number.MAX_VALUE) - (b.since ?? Number.MAX_VALUE));
}

function waitingOf(begun: Investigation | null, alert: WireAlert | null): Waiting {
  const entities = alert === null ? [] : entitiesOf(alert);
  const name = begun?.computerDnsName || null;
  const devices = entities.filter(({ kind }) => kind === 'device');
  const device = name === null ? devices[0] : devices.find(({ value }) => isSameDeviceName(value, name));
  return {
    alertId: alert?.id ?? begun?.triggeringAlertId ?? null,
    investigationId: begun?.id ?? null,
    title: alert?.title ?? null,
    severity: alert?.severity ?? null,
    device: name ?? device?.value ?? null,
    group: device?.group ?? null,
    proposed: proposedIn(entities),
    since: momentOf(begun?.startTime ?? alert?.createdDateTime),
  };
}

/** Milliseconds since 1970; null for what is no moment. */
export function momentOf(text: string | null | undefined): number | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : at;
}
