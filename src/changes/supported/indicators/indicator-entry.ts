import { z } from 'zod';
import { AirlockError } from '../../../shared/errors.ts';
import type { Base } from '../../base.ts';
import type { IndicatorRecord } from '../../tenant-snapshot.ts';
import { LEFT_ALONE } from '../left-alone.ts';
import { TOLD_ALERT } from '../told-alert.ts';
import { INDICATOR_ACTIONS, INDICATOR_TYPES } from './indicator-types.ts';

/** The most indicators of one request: as many as one import takes. */
export const MOST_ENTRIES = 500;

/** The most device groups of one scope. */
const MOST_GROUPS = 20;

/** Texts of an indicator that was there before, to be written again as they were. */
const kept = z
  .strictObject({
    title: z.string(),
    description: z.string(),
    severity: z.string().nullable(),
    generateAlert: z.boolean().nullable(),
    recommendedActions: z.string().nullable(),
  })
  .readonly();

const target = z
  .strictObject({
    action: z.string().min(1).max(40),
    /** Names of device groups as typed, and once the tenant was read as it has them; empty for all devices. */
    groups: z.array(z.string().min(1).max(300)).max(MOST_GROUPS).readonly(),
    /** How long from when it was asked, in milliseconds; null where it was not said so. */
    lasts: z.int().positive().nullable(),
    /** A day without its year, until the tenant was read: `12-05T18:00`, in UTC. */
    day: z
      .string()
      .regex(/^\d{2}-\d{2}T\d{2}:\d{2}$/u)
      .exactOptional(),
    /** When it ends, in ms since 1970: from `lasts`, once the tenant was read. Null for one that never ends. */
    until: z.int().positive().nullable(),
    /** Present where it is one that was there before. */
    kept: kept.exactOptional(),
  })
  .readonly();

const entry = z
  .strictObject({
    type: z.enum(INDICATOR_TYPES),
    value: z.string().min(1).max(2_000),
    /** Null where the indicator is to be taken away. */
    to: target.nullable(),
    /** Where it stands in the list that it was read from, counted with its heading and empty lines. */
    row: z.int().positive().exactOptional(),
  })
  .readonly();

/** A device group by Defender's number, which stays where its name changes. */
const calledGroup = z.strictObject({ id: z.number(), name: z.string().max(300) }).readonly();

export const indicatorsSchema = z.strictObject({
  kind: z.literal('indicators'),
  entries: z.array(entry).min(1).max(MOST_ENTRIES).readonly(),
  /** Present where it restores what was before: then how near or far its end is, is as it was. */
  restores: z.literal(true).exactOptional(),
  leaves: LEFT_ALONE.exactOptional(),
  /** What it does not write again: an Allow that had no end, or no scope. */
  loose: LEFT_ALONE.exactOptional(),
  alert: TOLD_ALERT.exactOptional(),
  /** What the groups of the scope were called when it was asked, until the tenant was read: then their names of now. */
  called: z.array(calledGroup).readonly().exactOptional(),
});

/** Indicators to write or to take away, by the supported API. */
export type IndicatorsChange = Readonly<z.infer<typeof indicatorsSchema>>;

export type Entry = z.infer<typeof entry>;
export type Target = z.infer<typeof target>;

/** An indicator as it was: what a drift is found by, and what is written again to undo. */
const record = z
  .object({
    id: z.string(),
    value: z.string(),
    type: z.string(),
    action: z.string(),
    title: z.string(),
    description: z.string(),
    expiresAt: z.number().nullable(),
    severity: z.string().nullable(),
    groups: z.array(z.string()).readonly(),
    groupsUnread: z.literal(true).exactOptional(),
    createdBy: z.string().nullable(),
    generateAlert: z.boolean().nullable(),
    recommendedActions: z.string().nullable(),
  })
  .readonly() satisfies z.ZodType<IndicatorRecord>;

const objects = z.object({
  /** The indicators of the same type and value as one of the entries. */
  there: z.array(record).readonly(),
  /** The device groups of the scopes, by Defender's number: one that is renamed or deleted is another state. */
  groups: z.array(calledGroup).readonly(),
});

export type IndicatorsBase = Readonly<z.infer<typeof objects>>;

/** @throws AirlockError store-corrupt */
export function indicatorsBase(base: Pick<Base, 'objects'>): IndicatorsBase {
  const parsed = objects.safeParse(base.objects);
  if (!parsed.success) throw new AirlockError('store-corrupt', 'The stored base state of this request cannot be read.');
  return parsed.data;
}

/** There is one indicator for each type and value, whatever its case. */
export function indicatorKey({ type, value }: { readonly type: string; readonly value: string }): string {
  return `${type}:${value.toLowerCase()}`;
}

/** Those of these records by their key. */
export function byKey<T extends { readonly type: string; readonly value: string }>(
  records: readonly T[],
): ReadonlyMap<string, T> {
  return new Map(records.map((one) => [indicatorKey(one), one]));
}

/** Whether an indicator does what the target asks for. Its words are compared for one kept from before alone. */
export function isAs(target: Target | null, now: IndicatorRecord | undefined): boolean {
  if (target === null || now === undefined) return target === null && now === undefined;
  const isNamed = !target.kept || (now.title === target.kept.title && now.description === target.kept.description);
  if (now.groupsUnread) return false;
  return (
    isNamed && now.action === target.action && now.expiresAt === target.until && sameNames(now.groups, target.groups)
  );
}

function sameNames(some: readonly string[], others: readonly string[]): boolean {
  return [...some].sort().join('\n') === [...others].sort().join('\n');
}

/** Actions that somebody may ask for; a stored target may also hold an old one that Defender had. */
export function isAskable(action: string): boolean {
  return INDICATOR_ACTIONS.some((one) => one === action);
}
