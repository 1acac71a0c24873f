import { z } from 'zod';
import { recordWrite, type World } from '../../company/world.ts';
import { ACTIONS, SEVERITIES, type Submission, TYPES } from './check-indicator.ts';

/** An indicator in the API's form (learn: ti-indicator). */
export const IndicatorEntity = z
  .strictObject({
    id: z.string(),
    indicatorValue: z.string(),
    indicatorType: z.enum(TYPES),
    action: z.enum(ACTIONS),
    application: z.string().nullable(),
    source: z.string(),
    sourceType: z.enum(['User', 'AadApp']),
    createdBy: z.string(),
    createdByDisplayName: z.string(),
    lastUpdatedBy: z.string().nullable(),
    creationTimeDateTimeUtc: z.string(),
    expirationTime: z.string().nullable(),
    lastUpdateTime: z.string(),
    severity: z.enum(SEVERITIES),
    title: z.string(),
    description: z.string(),
    recommendedActions: z.string().nullable(),
    rbacGroupNames: z.array(z.string()).readonly(),
    rbacGroupIds: z.array(z.string()).readonly(),
    generateAlert: z.boolean(),
    educateUrl: z.string().nullable(),
  })
  .readonly();

export type IndicatorEntity = z.infer<typeof IndicatorEntity>;

/** Who submits: an app with its id, or a person with their principal name. */
export interface Submitter {
  readonly id: string;
  readonly name: string;
  readonly kind: 'User' | 'AadApp';
}

/** The most indicators that a tenant may have that did not expire (learn: post-ti-indicator). */
export const MOST_ACTIVE = 15_000;

/** What Defender for Cloud Apps calls itself where it submits, and how long it leaves others' edits of its entries. */
export const CLOUD_APPS: Submitter = { id: 'cloud-apps', name: 'Microsoft Defender for Cloud Apps', kind: 'AadApp' };
const RESYNC = 15 * 60_000;

interface IndicatorState {
  /** By type and value. */
  readonly entities: Map<string, IndicatorEntity>;
  nextId: number;
}

/** Numbers begin there, and are never reused. */
const FIRST_ID = 995;

const states = new WeakMap<World, IndicatorState>();

function stateOf(world: World): IndicatorState {
  const state = states.get(world) ?? { entities: new Map(), nextId: FIRST_ID };
  states.set(world, state);
  return state;
}

/** One indicator for each value of a type, whatever its case. */
const keyOf = ({ indicatorType, indicatorValue }: Pick<IndicatorEntity, 'indicatorType' | 'indicatorValue'>): string =>
  `${indicatorType} ${indicatorValue.toLowerCase()}`;

/** The indicators that did not expire, by id. What Defender for Cloud Apps submitted is as it wants it again. */
export function activeIndicators(world: World): readonly IndicatorEntity[] {
  const { entities } = stateOf(world);
  for (const [key, one] of entities) {
    if (isExpired(world, one)) entities.delete(key);
    else if (isDueForCloudApps(world, one)) entities.set(key, { ...one, generateAlert: true });
  }
  return [...entities.values()];
}

function isExpired(world: World, { expirationTime }: IndicatorEntity): boolean {
  return expirationTime !== null && Date.parse(expirationTime) <= world.now();
}

function isDueForCloudApps(world: World, one: IndicatorEntity): boolean {
  return one.createdBy === CLOUD_APPS.id && world.now() - Date.parse(one.lastUpdateTime) >= RESYNC;
}

/** Whether one more value would be too many. */
export function isFull(world: World, sent: Submission): boolean {
  const { entities } = stateOf(world);
  return entities.size >= MOST_ACTIVE && activeIndicators(world).length >= MOST_ACTIVE && !entities.has(keyOf(sent));
}

/** Adds an indicator, or replaces that of its type and value: what is not sent falls back, except `application`. */
export function submitIndicator(world: World, sent: Submission, by: Submitter): IndicatorEntity {
  const state = stateOf(world);
  const known = state.entities.get(keyOf(sent));
  const before = known && !isExpired(world, known) ? known : undefined;
  const entity = entityOf(world, sent, by, before, before?.id ?? String(state.nextId));
  if (!before) state.nextId += 1;
  state.entities.set(keyOf(entity), entity);
  recordWrite(world, by.name, `${before ? 'Updated' : 'Added'} the indicator ${entity.indicatorValue}`);
  return entity;
}

function entityOf(
  world: World,
  sent: Submission,
  by: Submitter,
  before: IndicatorEntity | undefined,
  id: string,
): IndicatorEntity {
  const now = new Date(world.now()).toISOString();
  const rbacGroupNames = sent.rbacGroupNames ?? [];
  return {
    id,
    indicatorValue: before?.indicatorValue ?? sent.indicatorValue,
    indicatorType: sent.indicatorType,
    action: sent.action,
    application: before ? before.application : (sent.application ?? null),
    source: before?.source ?? by.name,
    sourceType: before?.sourceType ?? by.kind,
    createdBy: before?.createdBy ?? by.id,
    createdByDisplayName: before?.createdByDisplayName ?? by.name,
    lastUpdatedBy: before ? by.name : null,
    creationTimeDateTimeUtc: before?.creationTimeDateTimeUtc ?? now,
    expirationTime: sent.expirationTime ? new Date(sent.expirationTime).toISOString() : null,
    lastUpdateTime: now,
    severity: sent.severity ?? 'Informational',
    title: sent.title,
    description: sent.description,
    recommendedActions: sent.recommendedActions ?? null,
    rbacGroupNames,
    rbacGroupIds: rbacGroupNames.map((name) => groupId(world, name)),
    generateAlert: sent.generateAlert ?? false,
    educateUrl: sent.educateUrl ?? null,
  };
}

function groupId(world: World, name: string): string {
  return String(world.tenant.deviceGroups.find(({ Name }) => Name === name)?.MachineGroupId ?? '');
}

/** Takes indicators away; all of these ids are known. */
export function deleteIndicators(world: World, ids: readonly string[], by: string): void {
  const { entities } = stateOf(world);
  for (const [key, one] of entities) {
    if (!ids.includes(one.id)) continue;
    entities.delete(key);
    recordWrite(world, by, `Deleted the indicator ${one.indicatorValue}`);
  }
}

/** Puts indicators back that were kept; the next new one gets the next number. */
export function setIndicators(world: World, kept: readonly IndicatorEntity[]): void {
  const nextId = Math.max(FIRST_ID, ...kept.map(({ id }) => Number(id) + 1));
  states.set(world, { entities: new Map(kept.map((one) => [keyOf(one), one])), nextId });
}
