import type { Base } from './base.ts';
import type { AffectedDevice, Effects } from './device-effects.ts';
import type { Scope, TenantSnapshot } from './tenant-snapshot.ts';

/** One line of a change in words. */
export interface DiffRow {
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

interface Risk {
  /** True where any device would be protected less than now. */
  readonly lowersProtection: boolean;
  /** One sentence for the banner; null without one. */
  readonly banner: string | null;
  /** What else follows, one sentence each. */
  readonly notes: readonly string[];
}

/** One thing wrong with what was asked, at the field it stands in. */
export interface Fault {
  readonly field: string;
  readonly message: string;
}

/**
 * Whether a change can be asked for now: `open` yes; `already` the tenant is as asked, nothing to file;
 * `unsupported` the tenant does not have it; `invalid` with every fault at once.
 */
export type Assessment =
  | { readonly verdict: 'open' }
  | { readonly verdict: 'already' | 'unsupported'; readonly why: string }
  | { readonly verdict: 'invalid'; readonly faults: readonly Fault[] };

/**
 * `change` as `parseChange` takes it; `instead` is what could be written where only the person knows what was before.
 */
export type Inverse = { readonly change: object } | { readonly why: string; readonly instead?: string };

/** The rules of one kind of change; pure. */
export interface ChangeKind<C> {
  /** Who keeps the setting: the Defender tenant, or Airlock itself, whatever the connector. */
  readonly owner: 'tenant' | 'airlock';
  /** What must be read to compare the touched objects, and besides to make the preview. */
  readonly scopes: readonly Scope[];
  readonly previewScopes: readonly Scope[];
  /** @throws AirlockError input-invalid when `input` is not such a change. */
  parse(input: unknown): C;
  /** A heading in the imperative: "Turn on Automated investigation". */
  title(change: C): string;
  /** Keys of the objects touched; while a request is open on one, no second is filed on it. */
  objects(change: C): readonly string[];
  assess(change: C, now: TenantSnapshot): Assessment;
  base(change: C, now: TenantSnapshot): Base;
  /** Whether the tenant is as the change asks. */
  reached(change: C, now: TenantSnapshot): boolean;
  diff(change: C, base: Base): readonly DiffRow[];
  risk(change: C, base: Base): Risk;
  /** Null where a change does not touch devices one by one. */
  effects(change: C, base: Base): Effects | null;
  /**
   * The change that restores the base on the tenant as it is now, or why there is none: it has moved on, or what was
   * cannot be written.
   */
  inverse(change: C, base: Base, now: TenantSnapshot): Inverse;
  /**
   * Every device that would move or whose group's level would change, in the preview's order; empty where none is
   * touched.
   */
  affected(change: C, now: TenantSnapshot): readonly AffectedDevice[];
}
