import { z } from 'zod';
import { type Condition, type EntraGroupRef, GROUP_PARTS } from '../../changes/device-group.ts';
import { FEATURE_NAMES } from '../../changes/features.ts';
import type { LevelReading } from '../../changes/remediation-level.ts';
import { AirlockError } from '../../shared/errors.ts';
import { asJson, type Json } from '../../shared/json.ts';
import { t } from '../../shared/language/worded.ts';
import type { WatchState } from '../messages/answers.ts';
import type { Services } from '../ports/services.ts';
import { hashOfJson } from '../record/digest.ts';
import type { Fact, FactChange } from '../record/fact.ts';

const moment = z.number();

const auditedSchema = z
  .object({
    id: z.string(),
    at: moment,
    operation: z.string(),
    feature: z.enum(FEATURE_NAMES).nullable(),
    setting: z.string(),
    value: z.enum(['on', 'off']).nullable(),
    by: z.string(),
    oid: z.string().exactOptional(),
    ip: z.string().exactOptional(),
  })
  .readonly();

const auditSchema = z
  .object({
    /** When Airlock looked for the first time: what is older is told to nobody. */
    began: moment,
    /** Until when the log was read; null before it was read once. */
    until: moment.nullable(),
    source: z.enum(['hunting', 'activity-feed']).nullable(),
    /** How many records of the last reading could not be read; absent for none. */
    leftOut: z.int().exactOptional(),
    /** Records that were dealt with and may be read again, and when they were. */
    seen: z.array(z.object({ id: z.string(), at: moment }).readonly()).readonly(),
    /** Records that an open request may still explain. */
    waiting: z.array(auditedSchema).readonly(),
    /** Why the log was not read at the last look; null where it was. */
    why: z.string().nullable(),
    lookedAt: moment,
  })
  .readonly();

/** How far Microsoft's audit log was read. */
export type WatchedAudit = z.infer<typeof auditSchema>;

const groupSchema = z
  .object({
    id: z.int(),
    name: z.string(),
    ungrouped: z.boolean(),
    /** Present where only devices name it: then no list can show that it comes or goes. */
    reported: z.literal(true).exactOptional(),
    /** As a list shows it, where the other settings cannot be read; absent where it does not. */
    description: z.string().exactOptional(),
    /** Present where the last list said that it has none: one list that says so is no proof. */
    blank: z.literal(true).exactOptional(),
    /** The rest is absent where the connector cannot read it. */
    settings: z
      .object({
        description: z.string(),
        level: z.custom<LevelReading>((level) => typeof level === 'string'),
        conditions: z.custom<readonly Condition[]>(Array.isArray),
        opaque: z.boolean(),
        access: z.custom<readonly EntraGroupRef[]>(Array.isArray),
      })
      .readonly()
      .exactOptional(),
    /** What could not be read at this look, nor at one before it. */
    unread: z.array(z.enum(GROUP_PARTS)).readonly().exactOptional(),
  })
  .readonly();

const tenantSchema = z
  .object({
    readAt: moment,
    /** Switches that were read. */
    features: z.partialRecord(z.enum(FEATURE_NAMES), z.enum(['on', 'off'])).readonly(),
    /** In rank order where ranks can be read. */
    groups: z.array(groupSchema).readonly(),
    /** Numbers of all groups that were ever listed: one that is back did not appear. */
    known: z.array(z.int()).readonly().exactOptional(),
    /**
     * Groups that were listed before and are not now, as they were last seen or written, each with the number of the
     * one below it then; absent for none.
     */
    gone: z
      .array(z.object({ group: groupSchema, next: z.int().nullable() }).readonly())
      .readonly()
      .exactOptional(),
    /** Groups that were first listed in the last week, and when; absent for none. */
    appeared: z
      .array(z.object({ id: z.int(), name: z.string(), at: moment }).readonly())
      .readonly()
      .exactOptional(),
    /** What the last look read otherwise than Airlock had just written it, and nobody was told. */
    doubted: z.array(z.string()).readonly().exactOptional(),
    /** How many looks found a list of groups. */
    looks: z.int().exactOptional(),
    /** How many devices Defender reports in each group, by its number; null before they were counted. */
    members: z
      .object({ at: moment, counts: z.record(z.string(), z.int()).readonly() })
      .readonly()
      .nullable(),
  })
  .readonly();

/** The tenant as it was last seen. */
export type WatchedTenant = z.infer<typeof tenantSchema>;
export type WatchedGroup = z.infer<typeof groupSchema>;

const KEYS = { audit: 'watch:audit', tenant: 'watch:groups' } as const;

/**
 * An entry of the record tells it: that Airlock began to look, what it has seen so far, and since when what it had seen
 * is not known.
 */
const BEGUN = 'watched';

const begunSchema = z
  .object({
    began: moment,
    lostAt: moment.nullable(),
    hasSeen: z.boolean(),
    /** SHA-256 (hex) of what is remembered of each, null for nothing; absent in entries of earlier versions. */
    holds: z.object({ audit: z.string(), tenant: z.string().nullable() }).readonly().exactOptional(),
  })
  .readonly();

type Begun = z.infer<typeof begunSchema>;

/** What is remembered of the last look; null where nothing is. */
export interface LastLook {
  readonly audit: WatchedAudit | null;
  readonly tenant: WatchedTenant | null;
  /** What must still be remembered when this look is noted. */
  readonly expected: { readonly audit: number | null; readonly tenant: number | null; readonly begun: number | null };
  /** As the record tells it; null where it tells nothing. */
  readonly begun: Begun | null;
  /** What is stored of the tenant and is as told; absent where nothing is. */
  readonly stored: Json | undefined;
  /** Whether something was remembered of an earlier look, and is gone or another one. */
  readonly isLost: boolean;
}

/** @throws AirlockError store-corrupt */
export async function lastLook({ store, tenantId }: Pick<Services, 'store' | 'tenantId'>): Promise<LastLook> {
  const facts = await store.facts(tenantId, 'watch');
  const [audit, tenant, told] = [KEYS.audit, KEYS.tenant, BEGUN].map((key) => facts.find((fact) => fact.key === key));
  const begun = told ? parsed(told, begunSchema) : null;
  const isAuditLost = begun !== null && !isHeld(audit, begun.holds?.audit, begun.began);
  const isTenantLost = begun !== null && (tenant ? isOther(tenant, begun.holds?.tenant) : begun.hasSeen);
  const seen = isTenantLost ? undefined : tenant;
  return {
    // The log is read again from where Airlock began to look: what is told already is known by its record.
    audit: isAuditLost ? anew(begun) : audit ? parsed(audit, auditSchema) : null,
    tenant: seen && seen.value !== null ? parsed(seen, tenantSchema) : null,
    stored: seen?.value,
    expected: {
      audit: audit?.changedAt ?? null,
      tenant: tenant?.changedAt ?? null,
      begun: told?.changedAt ?? null,
    },
    begun,
    isLost: isAuditLost || isTenantLost,
  };
}

/** Whether how far the log was read is remembered as told: by its hash, in an earlier version by when it began. */
function isHeld(audit: Fact | undefined, hash: string | undefined, began: number): boolean {
  if (!audit) return false;
  return hash === undefined ? auditSchema.safeParse(audit.value).data?.began === began : !isOther(audit, hash);
}

/** @param hash undefined where the record does not tell it */
function isOther({ value }: Fact, hash: string | null | undefined): boolean {
  return hash !== undefined && hashOfJson(value) !== hash;
}

function anew({ began }: Begun): WatchedAudit {
  return { began, until: null, source: null, seen: [], waiting: [], why: null, lookedAt: began };
}

/** How far Airlock has looked for what is changed outside it. @throws AirlockError store-corrupt */
export async function watchState(services: Pick<Services, 'store' | 'tenantId' | 'tenant'>): Promise<WatchState> {
  const { audit, tenant } = await lastLook(services);
  return {
    began: audit?.began ?? null,
    logRead: audit?.until ?? null,
    logWhy: audit?.why ?? null,
    logLeftOut: audit?.leftOut ?? 0,
    tenantRead: tenant?.readAt ?? null,
    isWhole: services.tenant.applies === 'automatically',
  };
}

/**
 * Forgets how the tenant was last seen, so that the next look tells nothing that was there before it: in a demo another
 * tenant is played under the same id.
 * @throws AirlockError rev-conflict where a look was noted at the same moment, store-corrupt
 */
export async function forgetTenant(services: Pick<Services, 'store' | 'tenantId' | 'clock'>): Promise<void> {
  const { store, tenantId, clock } = services;
  const { expected, begun } = await lastLook(services);
  if (expected.tenant === null) return;
  const now = clock.now();
  const changes = [forgetting(now, expected.tenant)];
  if (begun?.holds) {
    const told: Begun = { ...begun, holds: { ...begun.holds, tenant: hashOfJson(null) } };
    const source = { kind: 'read', at: now } as const;
    const fact = { key: BEGUN, value: asJson(told), source, changedAt: after(now, expected.begun) };
    changes.push({ fact, expected: expected.begun });
  }
  await store.send({ messages: [], tasks: [], facts: { tenantId, changes } });
}

function forgetting(now: number, before: number): FactChange {
  const fact = { key: KEYS.tenant, value: null, source: { kind: 'not-known' }, changedAt: after(now, before) } as const;
  return { fact, expected: before };
}

/** How long ago the audit log was read, in ms; null before it was read once. @throws AirlockError store-corrupt */
export async function watchAge(services: Pick<Services, 'store' | 'tenantId' | 'clock'>): Promise<number | null> {
  const until = (await lastLook(services)).audit?.until ?? null;
  return until === null ? null : Math.max(0, services.clock.now() - until);
}

function parsed<T>({ key, value }: Fact, schema: z.ZodType<T>): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new AirlockError('store-corrupt', t`What is stored in facts, row ${key}, cannot be read.`, {
    details: { table: 'facts', id: key, fault: 'not what the watch remembers' },
  });
}

/** What this look leaves for the next one; it takes the place of exactly what was read before it. */
export function lookChanges(
  { expected, begun, isLost, stored }: LastLook,
  now: number,
  { audit, tenant }: { readonly audit: WatchedAudit; readonly tenant: WatchedTenant | null },
): readonly FactChange[] {
  const change = (key: string, value: object, before: number | null): FactChange => ({
    fact: { key, value: asJson(value), source: { kind: 'read', at: now }, changedAt: after(now, before) },
    expected: before,
  });
  // What is another one than told is forgotten, where nothing takes its place.
  const isForgotten = tenant === null && stored === undefined && expected.tenant !== null;
  const kept = tenant ? asJson(tenant) : isForgotten ? null : stored;
  const told: Begun = {
    began: audit.began,
    lostAt: isLost ? now : (begun?.lostAt ?? null),
    hasSeen: kept !== undefined,
    holds: { audit: hashOfJson(asJson(audit)), tenant: kept === undefined ? null : hashOfJson(kept) },
  };
  return [
    change(BEGUN, told, expected.begun),
    change(KEYS.audit, audit, expected.audit),
    ...(tenant ? [change(KEYS.tenant, tenant, expected.tenant)] : []),
    ...(isForgotten && expected.tenant !== null ? [forgetting(now, expected.tenant)] : []),
  ];
}

/** When a fact changes, in ms since 1970: never twice at the same time. */
export function after(now: number, before: number | null): number {
  return Math.max(now, (before ?? 0) + 1);
}
