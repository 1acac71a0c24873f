import { z } from 'zod';
import { type Entry, indicatorKey, isAs, type Target } from '../../../changes/supported/indicators/indicator-entry.ts';
import { verbOf } from '../../../changes/supported/indicators/indicator-types.ts';
import type { IndicatorRecord } from '../../../changes/tenant-snapshot.ts';

/** The longest title and description that Airlock writes, in characters. */
const TITLE_MAX = 100;

const text = z.string().nullish();
const moment = z
  .string()
  .nullish()
  .transform((at) => (at ? Date.parse(at) : null))
  .refine((at) => at === null || !Number.isNaN(at));

const filled = z.string().refine((value) => value.trim() !== '');
const named = z.object({ indicatorValue: filled, indicatorType: filled });

/** Which indicator a row of the list is, were the rest of it odd; null where it does not tell. */
export function keyIn(value: unknown): string | null {
  const { data } = named.safeParse(value);
  return data ? indicatorKey({ type: data.indicatorType, value: data.indicatorValue }) : null;
}

const groupIds = z.array(z.unknown()).nullish();

const entity = named.extend({
  id: z.union([z.string(), z.number()]).transform(String),
  action: z.string(),
  title: text,
  description: text,
  expirationTime: moment,
  severity: text,
  rbacGroupNames: z.array(z.string()).nullish(),
  rbacGroupIds: groupIds,
  createdByDisplayName: text,
  source: text,
  generateAlert: z.boolean().nullish().catch(null),
  recommendedActions: text,
});

/** An indicator of Defender's list; null for one in a form that Airlock does not know. */
export function recordOf(value: unknown): IndicatorRecord | null {
  const parsed = entity.safeParse(value);
  if (!parsed.success) return null;
  const { id, action, expirationTime, rbacGroupNames, rbacGroupIds, createdByDisplayName, ...one } = parsed.data;
  const groups = rbacGroupNames ?? [];
  return {
    id,
    value: one.indicatorValue,
    type: one.indicatorType,
    action,
    title: one.title ?? '',
    description: one.description ?? '',
    expiresAt: expirationTime,
    severity: one.severity ?? null,
    groups,
    ...(groups.length === 0 && (rbacGroupIds ?? []).length > 0 && { groupsUnread: true as const }),
    createdBy: createdByDisplayName ?? one.source ?? null,
    generateAlert: one.generateAlert ?? null,
    recommendedActions: one.recommendedActions ?? null,
  };
}

/** What a target is called in Defender: what was there before keeps its own words; a mark finds a request's own. */
function namesOf({ action, kept }: Target, mark: string): { readonly title: string; readonly description: string } {
  if (kept) return { title: kept.title || '-', description: kept.description || '-' };
  return { title: `${verbOf(action)} (${mark})`.slice(0, TITLE_MAX), description: `${mark}: two people agreed to it.` };
}

/** The body by which an entry is written (learn: post-ti-indicator). An absent key falls back, so each is sent. */
export function submissionOf({ type, value }: Entry, to: Target, mark: string): object {
  return {
    indicatorValue: value,
    indicatorType: type,
    action: to.action,
    ...namesOf(to, mark),
    application: 'Airlock',
    expirationTime: to.until === null ? null : new Date(to.until).toISOString(),
    severity: to.kept?.severity ?? 'Informational',
    recommendedActions: to.kept?.recommendedActions ?? null,
    rbacGroupNames: to.groups,
    // Defender takes an Audit only with an alert.
    generateAlert: to.kept?.generateAlert ?? to.action === 'Audit',
  };
}

/** Whether the list shows an entry as it was written by the request of this mark, or gone where it was taken away. */
export function shows(now: IndicatorRecord | undefined, to: Target | null, mark: string): boolean {
  if (to === null || now === undefined) return to === null && now === undefined;
  const { title, description } = namesOf(to, mark);
  return isAs({ ...to, ...(to.kept && { kept: { ...to.kept, title, description } }) }, now) && now.title === title;
}

/** Whether an indicator was written by the request of this mark, whatever became of it since. */
export function isOwn(now: IndicatorRecord | undefined, to: Target | null, mark: string): boolean {
  return now !== undefined && to !== null && !to.kept && now.title === namesOf(to, mark).title;
}

/** Whether an indicator is as it was on the base. What Defender for Cloud Apps sets by itself is not compared. */
export function isAsBefore(now: IndicatorRecord | undefined, before: IndicatorRecord | undefined): boolean {
  if (!now || !before) return now === before;
  return indicatorKey(now) === indicatorKey(before) && JSON.stringify(bare(now)) === JSON.stringify(bare(before));
}

function bare({ id, action, title, description, expiresAt, severity, groups }: IndicatorRecord): unknown {
  return [id, action, title, description, expiresAt, severity, [...groups].sort()];
}
