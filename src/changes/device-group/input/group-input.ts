/**
 * What somebody asks for in words or in the form, as typed: nothing in it is checked. `checkWish` finds what is wrong with it by itself,
 * `resolveWish` compares it with a tenant and makes the change of it.
 */
export type GroupInput = CreateGroupInput | UpdateGroupInput | DeleteGroupInput | RankGroupInput | UngroupedInput;

export interface CreateGroupInput {
  readonly kind: 'device-group.create';
  readonly fields: GroupFields;
  /** Absent: last, right before the ungrouped devices. */
  readonly place?: PlaceInput;
}

export interface UpdateGroupInput {
  readonly kind: 'device-group.update';
  readonly group: GroupReference;
  /** Only the fields that are named are asked to change. */
  readonly fields: Partial<GroupFields>;
}

export interface DeleteGroupInput {
  readonly kind: 'device-group.delete';
  readonly group: GroupReference;
}

export interface RankGroupInput {
  readonly kind: 'device-group.rank';
  readonly group: GroupReference;
  readonly place: PlaceInput;
}

export interface UngroupedInput {
  readonly kind: 'ungrouped-devices';
  readonly fields: Partial<Pick<GroupFields, 'level' | 'access'>>;
}

/** A group by its number (the form) or by its name, whatever the case (typed). */
export type GroupReference = { readonly id: number } | { readonly name: string };

/** `rank` counts from 1; `last` is right before the ungrouped devices. */
export type PlaceInput =
  | { readonly at: 'before' | 'after'; readonly group: GroupReference }
  | { readonly at: 'rank'; readonly rank: string }
  | { readonly at: 'last' };

export interface GroupFields {
  readonly name: string;
  readonly description: string;
  /** A name of ours or any official wording. */
  readonly level: string;
  readonly conditions: readonly ConditionInput[];
  /** Entra groups by object id or by display name. */
  readonly access: readonly string[];
}

/** One row as typed. For the operating system the values stand in `value`, separated by commas, and `operator` is ignored. */
export interface ConditionInput {
  readonly property: string;
  readonly operator: string;
  readonly value: string;
}
