import { z } from 'zod';
import { TEXT_OPERATORS, TEXT_PROPERTIES } from '../../device-group.ts';
import { REMEDIATION_LEVELS } from '../../remediation-level.ts';

/** A group by Defender's number. The name is a copy from the time of the request, for titles. */
const group = z.strictObject({ id: z.int().min(0), name: z.string() });

const condition = z.union([
  z.strictObject({ property: z.enum(TEXT_PROPERTIES), operator: z.enum(TEXT_OPERATORS), value: z.string().min(1) }),
  z.strictObject({ property: z.literal('os'), values: z.array(z.string().min(1)).min(1) }),
]);

const access = z.array(z.strictObject({ id: z.guid().toLowerCase(), name: z.string() }));
const level = z.enum(REMEDIATION_LEVELS);

const definition = z.strictObject({
  name: z.string().min(1),
  description: z.string(),
  level,
  conditions: z.array(condition).min(1),
  access,
});

/**
 * Each kind of change to device groups, by its tag. Every value is already validated and resolved: ids exist, names are
 * trimmed.
 */
export const GROUP_CHANGE_SCHEMAS = {
  /** A new group right before `before` in rank; null for the last rank (the ungrouped devices come after it). */
  'device-group.create': z.strictObject({
    kind: z.literal('device-group.create'),
    definition,
    before: group.nullable(),
  }),
  /** Only the fields in `set` change. Everything else stays as it is, even what Airlock does not know. */
  'device-group.update': z.strictObject({
    kind: z.literal('device-group.update'),
    group,
    set: definition.partial(),
  }),
  'device-group.delete': z.strictObject({ kind: z.literal('device-group.delete'), group }),
  'device-group.rank': z.strictObject({
    kind: z.literal('device-group.rank'),
    group,
    before: group.nullable(),
  }),
  'ungrouped-devices': z.strictObject({
    kind: z.literal('ungrouped-devices'),
    set: z.strictObject({ level: level.optional(), access: access.optional() }),
  }),
} as const;

export type GroupChangeKind = keyof typeof GROUP_CHANGE_SCHEMAS;

/** A change of this kind. */
export type GroupChangeOf<K extends GroupChangeKind> = Readonly<z.infer<(typeof GROUP_CHANGE_SCHEMAS)[K]>>;
export type CreateGroup = GroupChangeOf<'device-group.create'>;
export type UpdateGroup = GroupChangeOf<'device-group.update'>;
export type DeleteGroup = GroupChangeOf<'device-group.delete'>;
export type RankGroup = GroupChangeOf<'device-group.rank'>;
export type ChangeUngrouped = GroupChangeOf<'ungrouped-devices'>;
export type GroupChange = CreateGroup | UpdateGroup | DeleteGroup | RankGroup | ChangeUngrouped;
export type GroupDefinition = CreateGroup['definition'];

/** The group that a change is about: an existing group by its number, a group to create, or the ungrouped devices. */
export type Subject = { readonly id: number } | 'new' | 'ungrouped';

/** Finds the group that a change is about. */
export function subjectOf(change: GroupChange): Subject {
  switch (change.kind) {
    case 'device-group.create':
      return 'new';
    case 'device-group.update':
    case 'device-group.delete':
    case 'device-group.rank':
      return { id: change.group.id };
    case 'ungrouped-devices':
      return 'ungrouped';
  }
}

/** The fields that a change sets; none if it only ranks or deletes a group. */
export function setBy(change: GroupChange): UpdateGroup['set'] {
  switch (change.kind) {
    case 'device-group.create':
      return change.definition;
    case 'device-group.update':
    case 'ungrouped-devices':
      return change.set;
    case 'device-group.delete':
    case 'device-group.rank':
      return {};
  }
}

/** Whether it moves no device in any tenant: only rules and ranks do. */
export function movesNone(change: GroupChange): boolean {
  const isEdit = change.kind === 'device-group.update' || change.kind === 'ungrouped-devices';
  return isEdit && setBy(change).conditions === undefined;
}
