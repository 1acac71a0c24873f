import { z } from 'zod';
import type { GroupPart } from '../../../changes/device-group.ts';
import { wireRule } from '../wire-rule.ts';

/** Stands in where a part cannot be read; `asItCame` puts back what Defender sent. */
const NO_LEVEL = -1;
const NO_NUMBER = -2;
const NO_PRIORITY = 2_147_483_646;

const numberText = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

/** Nothing of a group must be as expected: what is odd is not known, and is sent back as it came. */
const wireGroup = z.looseObject({
  MachineGroupId: z.number().int().or(numberText).catch(NO_NUMBER),
  Name: z.string().nullish().catch(null),
  Description: z.unknown().optional(),
  AutoRemediationLevel: z.number().int().catch(NO_LEVEL),
  Priority: z.number().int().catch(NO_PRIORITY),
  IsUnassignedMachineGroup: z.boolean().catch(false),
  GroupRules: z.array(wireRule).nullish().catch(null),
  MachineGroupAssignments: z
    .array(z.looseObject({ WcdAadGroup: z.unknown().optional() }))
    .nullish()
    .catch(null),
});

/** Where a group holds what was sent for its odd parts. No writer of JSON sees it. */
const KEPT = Symbol('as it came');

type Kept = Readonly<Record<string, unknown>>;

/** One group in wire form, including unknown keys: a write sends it back with only the requested difference. */
export type WireGroup = z.infer<typeof wireGroup> & { readonly [KEPT]?: Kept };

/**
 * @param raw as Defender sent it
 * @param at its place in the list, by which a group without a readable number is told from others: -2, -3, ...
 */
export function wireGroupOf(raw: Kept, at: number): WireGroup {
  const parsed = wireGroup.parse(raw);
  const odd = Object.entries(parsed).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(raw[key]));
  if (odd.length === 0) return parsed;
  const MachineGroupId = isNumbered(parsed) ? parsed.MachineGroupId : NO_NUMBER - at;
  return { ...parsed, MachineGroupId, [KEPT]: Object.fromEntries(odd.map(([key]) => [key, raw[key]])) };
}

/** The group as it is sent: its odd parts exactly as they came, and without those that were absent. */
export function asItCame({ [KEPT]: kept = {}, ...group }: WireGroup): Readonly<Record<string, unknown>> {
  const entries = Object.entries({ ...group, ...kept });
  return Object.fromEntries(entries.filter(([key, value]) => !(key in kept) || value !== undefined));
}

/** Whether Airlock can tell its number. Without one it cannot be named in a change. */
function isNumbered({ MachineGroupId }: Pick<WireGroup, 'MachineGroupId'>): boolean {
  return MachineGroupId > NO_NUMBER;
}

/** Whether not one group of a list has a number, or some other part, that can be read: then it is no oddity. */
export function isOfAnotherForm(groups: readonly WireGroup[]): boolean {
  const [first, ...others] = groups.map(({ [KEPT]: kept = {} }) => Object.keys(kept));
  const shared = (first ?? []).filter((key) => key !== 'MachineGroupId' && others.every((keys) => keys.includes(key)));
  return shared.length > 0 || !groups.some(isNumbered);
}

/** The parts that cannot be read, in the order of `GROUP_PARTS`. The ungrouped devices have no rules and no rank. */
export function oddParts(group: WireGroup): readonly GroupPart[] {
  const { [KEPT]: kept = {}, IsUnassignedMachineGroup: isRest, Name, Description, GroupRules } = group;
  const found: readonly (readonly [GroupPart, boolean])[] = [
    ['name', !isRest && (Name ?? '').trim() === ''],
    ['description', typeof (Description ?? '') !== 'string'],
    ['level', 'AutoRemediationLevel' in kept],
    ['conditions', !isRest && !Array.isArray(GroupRules)],
    ['access', !Array.isArray(group.MachineGroupAssignments) || 'MachineGroupAssignments' in kept],
    ['rank', !isRest && 'Priority' in kept],
  ];
  return found.flatMap(([part, isOdd]) => (isOdd ? [part] : []));
}
