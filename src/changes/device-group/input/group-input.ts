/**
 * What somebody asks for in words or in the form, as typed: nothing in it is checked. `checkWish` finds what is wrong with it by itself,
 * `resolveWish` compares it with a tenant and makes the change of it.
 */
export type Wish = CreateWish | UpdateWish | DeleteWish | RankWish | UngroupedWish;

export interface CreateWish {
  readonly kind: 'device-group.create';
  readonly fields: WishFields;
  /** Absent: last, right before the ungrouped devices. */
  readonly place?: WishPlace;
}

export interface UpdateWish {
  readonly kind: 'device-group.update';
  readonly group: WishGroup;
  /** Only the fields that are named are asked to change. */
  readonly fields: Partial<WishFields>;
}

export interface DeleteWish {
  readonly kind: 'device-group.delete';
  readonly group: WishGroup;
}

export interface RankWish {
  readonly kind: 'device-group.rank';
  readonly group: WishGroup;
  readonly place: WishPlace;
}

export interface UngroupedWish {
  readonly kind: 'ungrouped-devices';
  readonly fields: Partial<Pick<WishFields, 'level' | 'access'>>;
}

/** A group by its number (the form) or by its name, whatever the case (typed). */
export type WishGroup = { readonly id: number } | { readonly name: string };

/** `rank` counts from 1; `last` is right before the ungrouped devices. */
export type WishPlace =
  | { readonly at: 'before' | 'after'; readonly group: WishGroup }
  | { readonly at: 'rank'; readonly rank: string }
  | { readonly at: 'last' };

export interface WishFields {
  readonly name: string;
  readonly description: string;
  /** A name of ours or any official wording. */
  readonly level: string;
  readonly conditions: readonly WishCondition[];
  /** Entra groups by object id or by display name. */
  readonly access: readonly string[];
}

/** One row as typed. For the operating system the values stand in `value`, separated by commas, and `operator` is ignored. */
export interface WishCondition {
  readonly property: string;
  readonly operator: string;
  readonly value: string;
}
