import { z } from 'zod';
import { AirlockError } from '../../../shared/errors.ts';
import { asJson } from '../../../shared/json.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { nameKeys } from '../../../shared/name-keys.ts';
import { type Base, madeOnce, sameObjects } from '../../base.ts';
import type { Assessment, ChangeKind, DiffRow, Fault, Inverse, Risk, Tense } from '../../change-kind.ts';
import { type DeviceGroup, GROUP_PARTS, type GroupPart } from '../../device-group.ts';
import { sourceWords } from '../../knowledge/source-words.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { type GroupChange, setBy, subjectOf, type UpdateGroup } from '../model/group-change.ts';
import { areUnread, groupsIn, isUnread, unreadParts } from '../model/groups-in.ts';
import { sameAccess, sameConditions } from '../model/same-rule.ts';
import { effectsOf } from '../preview/effects-of.ts';
import { asFarAsKnown, type GroupImage, groupBase, groupImage } from '../preview/group-base.ts';
import { previewOf } from '../preview/preview-of.ts';
import { readShown, type ShownBase } from '../preview/shown-base.ts';
import { bannerOf, levelOf, type TouchedLevel } from '../risk/banners.ts';
import { dangersOf } from '../risk/dangers.ts';
import { sideEffects } from '../risk/side-effects.ts';
import { FIELD_LABELS } from '../words/field-words.ts';
import { levelCommand } from '../words/level-command.ts';
import { listed, quoted } from '../words/names.ts';
import { changedBeside } from './group-rows.ts';
import { knownBy, movedOn, subjectIn } from './known-by.ts';
import { guessFaults, levelFaults, operatorFaults, unlistedFaults, unreadableFaults } from './tenant-faults.ts';

/**
 * The rules specific to one kind of change to device groups. `O`: the affected objects, to which an approval is bound.
 */
export interface GroupRules<C extends GroupChange, O> {
  readonly schema: z.ZodType<C>;
  readonly objectsSchema: z.ZodType<O>;
  title(change: C): string;
  holds(change: C): readonly string[];
  /** All faults that the tenant shows; none if the change can be requested. */
  faults(change: C, groups: readonly DeviceGroup[]): readonly Fault[];
  reached(change: C, groups: readonly DeviceGroup[]): boolean;
  /** A sentence for somebody who requests what is already the case. */
  already(change: C): string;
  objects(change: C, groups: readonly DeviceGroup[]): O;
  diff(change: C, before: O, shown: ShownBase): readonly DiffRow[];
  /** The group whose own protection may fall, with or without devices in it; null if only moving devices matter. */
  touched(change: C, before: O): TouchedLevel | null;
  /** Whether it cannot lower protection in any tenant, whatever its groups; false if absent. */
  cannotLower?(change: C): boolean;
  /** Other consequences of every change of this kind, one sentence each. */
  readonly notes?: readonly string[];
  /** What must be known of the group to undo the change, as it was and as it is. */
  needs(change: C): readonly GroupPart[];
  /** Whether the tenant is still as the change left it; as `reached` says where absent. */
  stands?(change: C, groups: readonly DeviceGroup[]): boolean;
  inverse(change: C, before: O, groups: readonly DeviceGroup[], shown: ShownBase): Inverse;
  /** The command that would undo it, to suggest where rules, levels and ranks cannot be read; null if it is unknown. */
  instead?(change: C, before: O): string | null;
}

/** Completes the rules of one kind with what all kinds share. */
export function groupKind<C extends GroupChange, O>(rules: GroupRules<C, O>): ChangeKind<C> {
  const riskIn = (tense: Tense) => madeOnce((change: C, base: Base) => riskOf(rules, change, base, tense));
  const risks = { asked: riskIn('asked'), applied: riskIn('applied') };
  return {
    owner: 'tenant',
    scopes: ['groups'],
    previewScopes: ['devices'],
    parse: (input) => parsed(rules.schema, input),
    title: (change) => rules.title(change),
    objects: (change) => rules.holds(change),
    assess: (change, now) => assessed(rules, change, now),
    base: (change, now, earlier) => groupBase(change, now, asJson(rules.objects(change, now.groups ?? [])), earlier),
    isAsKnown,
    reached(change, now) {
      const read = groupsIn(now);
      return 'groups' in read && isReachedIn(rules, change, now, read.groups) && guessFaults(change, now).length === 0;
    },
    knownBy,
    diff: madeOnce((change, base) => {
      const shown = readShown(base);
      return rules.diff(change, objectsOf(rules.objectsSchema, base), shown).map((row) => withSource(row, shown));
    }),
    beside: changedBeside,
    risk: (change, base, tense = 'asked') => risks[tense](change, base),
    effects: madeOnce((change, base) => effectsOf(change, readShown(base))),
    inverse: (change, base, now) => inverseOf(rules, change, base, now),
    unrestorable(change, base) {
      if (isKnownBefore(rules, change, base)) return null;
      return { instead: rules.instead?.(change, objectsOf(rules.objectsSchema, base)) ?? null };
    },
    affected: (change, now) => previewOf(change, now)?.moves.affected ?? [],
  };
}

/** What a list with gaps does not name may be there, and may stand between two that it names. */
function isReachedIn<C extends GroupChange, O>(
  rules: GroupRules<C, O>,
  change: C,
  { groupsLack }: TenantSnapshot,
  groups: readonly DeviceGroup[],
): boolean {
  return rules.reached(change, groups) && !(groupsLack && BY_THE_WHOLE.includes(change.kind));
}

const BY_THE_WHOLE: readonly GroupChange['kind'][] = ['device-group.delete', 'device-group.rank'];

function riskOf<C extends GroupChange, O>(rules: GroupRules<C, O>, change: C, base: Base, tense: Tense): Risk {
  const shown = readShown(base);
  const touched = rules.touched(change, objectsOf(rules.objectsSchema, base));
  const cannotLower = rules.cannotLower?.(change) ?? false;
  const banner = bannerOf(shown, touched, { cannotLower, tense, ...levelOf(change, shown) });
  const image = withGroup.safeParse(base.objects).data?.group ?? null;
  const { notes, asides } = sideEffects(change, shown, touched);
  return {
    lowersProtection: banner !== null,
    dangers: dangersOf(change, shown, { image, touched }, banner, tense),
    notes: [...(rules.notes ?? []).map(say), ...notes],
    asides,
  };
}

function inverseOf<C extends GroupChange, O>(
  rules: GroupRules<C, O>,
  change: C,
  base: Base,
  now: TenantSnapshot,
): Inverse {
  const read = groupsIn(now);
  if ('why' in read) return read;
  if (!isRestorable(rules, change, base, read.groups)) return unreadInverse(rules, change, base);
  const stands = rules.stands ?? rules.reached;
  if (!stands(change, read.groups)) return movedOn(change, now);
  return rules.inverse(change, objectsOf(rules.objectsSchema, base), read.groups, readShown(base));
}

function withSource(row: DiffRow, { readAt, sources = {} }: ShownBase): DiffRow {
  if (readAt === undefined || row.from === '-') return row;
  const part = GROUP_PARTS.find((one) => (one === 'rank' ? t`Rank` : FIELD_LABELS[one]) === row.label);
  return { ...row, source: (part && sources[part]) ?? { kind: 'read', at: readAt } };
}

const withGroup = z.looseObject({ group: groupImage.nullable() });

/** Of a group that was known in part, the other parts are left out, and so is a place that was not known. */
function isAsKnown(base: Base, now: Base): boolean {
  const [then, later] = [withGroup.safeParse(base.objects).data, withGroup.safeParse(now.objects).data];
  if (then === undefined || later === undefined) return sameObjects(base, now);
  const next = isPlaceUnread(base) && 'next' in then ? { next: then.next } : {};
  const known = { ...later, group: asFarAsKnown(later.group, then.group), ...next };
  return sameObjects({ objects: asJson(then) }, { objects: asJson(known) });
}

function isPlaceUnread(base: Base): boolean {
  const { place } = readShown(base);
  return place !== null && ('unread' in place || 'ahead' in place);
}

/** Whether all that the undoing goes by is known: of the group as it was, and of the group as it is now. */
function isRestorable<C extends GroupChange, O>(
  rules: GroupRules<C, O>,
  change: C,
  base: Base,
  groups: readonly DeviceGroup[],
): boolean {
  const needs = rules.needs(change);
  const now = subjectIn(change, groups);
  const isKnownNow = now ? !needs.some((part) => unreadParts(now).includes(part)) : canMiss(change, groups);
  return isKnownNow && isKnownBefore(rules, change, base);
}

/** The same for the group as it was. */
function isKnownBefore<C extends GroupChange, O>(rules: GroupRules<C, O>, change: C, base: Base): boolean {
  const before = withGroup.safeParse(base.objects).data?.group;
  const unknown = [...(before ? unreadParts(before) : []), ...(isPlaceUnread(base) ? ['rank'] : [])];
  return !rules.needs(change).some((part) => unknown.includes(part));
}

/** A group that is not listed is gone, but for one that was just made where not all groups may be listed. */
function canMiss(change: GroupChange, groups: readonly DeviceGroup[]): boolean {
  return subjectOf(change) !== 'new' || !areUnread(groups);
}

function unreadInverse<C extends GroupChange, O>(rules: GroupRules<C, O>, change: C, base: Base): Inverse {
  const instead = rules.instead?.(change, objectsOf(rules.objectsSchema, base)) ?? null;
  return { why: say(UNREAD), ...(instead !== null && { instead }) };
}

const UNREAD = msg`Not all that this changed is known as it was, so Airlock cannot restore the previous state. Request it as a separate change.`;

function assessed<C extends GroupChange, O>(rules: GroupRules<C, O>, change: C, now: TenantSnapshot): Assessment {
  const read = groupsIn(now);
  if ('why' in read) return { verdict: 'unsupported', why: read.why };
  const isReached = isReachedIn(rules, change, now, read.groups);
  const operators = isReached ? guessFaults(change, now) : operatorFaults(change, now);
  if (operators.length === 0 && isReached) {
    const known = listed([...new Set(knownBy(change, now).map(sourceWords))]);
    if (known === '') return { verdict: 'already', why: `${rules.already(change)} ${t`There is nothing to approve.`}` };
    const already = rules.already(change).replace(/\.$/u, '');
    const otherwise = otherwiseWords(change);
    return { verdict: 'already', why: `${t`${already}, ${known}. There is nothing to approve.`}${otherwise}` };
  }
  const own = [...rules.faults(change, read.groups), ...unlistedFaults(change, now), ...unreadableFaults(change, now)];
  const faults = [...own, ...levelFaults(change, now), ...operators];
  return faults.length > 0 ? { verdict: 'invalid', faults } : { verdict: 'open' };
}

/** The way out where the portal shows another level than somebody said. */
function otherwiseWords(change: GroupChange): string {
  const { level } = setBy(change);
  if (level === undefined) return '';
  const command = levelCommand(change, level === 'full' ? 'none' : 'full');
  return ` ${t`If the portal shows another level, write what you see: "${command}".`}`;
}

function parsed<C>(schema: z.ZodType<C>, input: unknown): C {
  const result = schema.safeParse(input);
  if (!result.success) throw new AirlockError('input-invalid', 'This is not a change to device groups.');
  return result.data;
}

function objectsOf<O>(schema: z.ZodType<O>, base: Base): O {
  const result = schema.safeParse(base.objects);
  if (!result.success) throw new AirlockError('store-corrupt', 'The stored base state of this request cannot be read.');
  return result.data;
}

/** The object key of a group, for locking. */
export function groupObject(id: number): string {
  return `device-group:${id}`;
}

/** The object keys of a name and of all names that could be mistaken for it, for locking. */
export function nameObjects(name: string): readonly string[] {
  return nameKeys(name).map((key) => `device-group-name:${key}`);
}

/**
 * Whether a group already has every value to set: texts must match exactly, the order of conditions and access does not
 * matter.
 */
export function isSet(group: DeviceGroup | undefined, set: UpdateGroup['set']): boolean {
  if (group === undefined) return false;
  const { name, description, level, conditions, access } = set;
  return (
    (name === undefined || (!isUnread(group, 'name') && group.name.trim() === name.trim())) &&
    (description === undefined || (!isUnread(group, 'description') && group.description === description)) &&
    (level === undefined || group.level === level) &&
    (conditions === undefined || (!group.opaque && sameConditions(group.conditions, conditions))) &&
    (access === undefined || (!isUnread(group, 'access') && sameAccess(group.access, access)))
  );
}

/**
 * The level of a group that loses devices that cannot be counted, because its rule cannot be evaluated; null for any
 * other group.
 */
export function opaqueLevel(group: GroupImage | null): TouchedLevel | null {
  if (group === null || !group.opaque) return null;
  return { group: quoted(group.name), opaque: true, from: group.level, to: null };
}

/**
 * The group that another is placed before, as it was found; its name is null if it is gone. Null for the last place.
 */
export const placedObject = z.object({ id: z.int(), name: z.string().nullable() }).nullable();

export type Placed = z.infer<typeof placedObject>;

export function placed(before: { readonly id: number } | null, groups: readonly DeviceGroup[]): Placed {
  if (before === null) return null;
  const found = groups.find((group) => group.id === before.id);
  return { id: before.id, name: found?.name ?? null };
}
