import type { Base } from './base.ts';
import type { AffectedDevice, Effects } from './device-effects.ts';
import type { Source } from './knowledge/knowledge.ts';
import type { Scope, TenantSnapshot } from './tenant-snapshot.ts';

/** One row of a change in words: the old value and the new one. */
export interface DiffRow {
  readonly label: string;
  readonly from: string;
  readonly to: string;
  /** How the old value is known; absent where there is none, and in what was stored before sources were. */
  readonly source?: Source;
}

/** What is no longer as it was: its value when the change was asked for, now, and as it would become. */
export interface DriftedRow {
  readonly label: string;
  readonly was: string;
  readonly is: string;
  readonly becomes: string;
  /** How both values are known, as far as that is told. */
  readonly sources?: { readonly was: Source | undefined; readonly is: Source | undefined };
}

/** What a change may put at risk. Each kind has its banner. */
export type DangerKind =
  | 'less-protection'
  | 'opened-access'
  | 'left-empty'
  | 'shadowed'
  | 'more-automation'
  | 'self-resolved';

/** Whether a sentence is about what would follow, or about what followed once the change was applied. */
export type Tense = 'asked' | 'applied';

export interface Danger {
  readonly kind: DangerKind;
  /** One sentence. */
  readonly text: string;
}

/** The consequences of a change. */
export interface Risk {
  /** True if any device would be protected less than now. */
  readonly lowersProtection: boolean;
  /** Each with its banner, the worst first. That of less protection is among them where it is lowered, or may be. */
  readonly dangers: readonly Danger[];
  /** What a person must see before they approve, one sentence each. */
  readonly notes: readonly string[];
  /** What is good to know besides, one sentence each. */
  readonly asides: readonly string[];
}

/** One fault of the input, and the field that has it. */
export interface Fault {
  readonly field: string;
  readonly message: string;
  /** Names that may be meant in place of the one that is not there; absent for none. */
  readonly near?: readonly string[];
}

/**
 * Whether a change can be requested now. `open`: yes. `already`: the tenant is already as requested. `unsupported`: the
 * tenant lacks the feature. `invalid`: with all faults at once.
 */
export type Assessment =
  | { readonly verdict: 'open' }
  | { readonly verdict: 'already' | 'unsupported'; readonly why: string }
  | { readonly verdict: 'invalid'; readonly faults: readonly Fault[] };

/**
 * How to undo a change. `change` is what `parseChange` takes. `instead` is a command to suggest where only a person
 * knows the previous state. `movedOn`, where the tenant changed since: so much of `why`, without a word on who did it.
 */
export type Inverse =
  | { readonly change: object }
  | { readonly why: string; readonly instead?: string; readonly movedOn?: string };

/** One thing of a change that is written on its own: a device to tag, an indicator, an alert. */
export interface Item {
  /** Unique within the request, and the same for the same change and base, always. At most 200 characters. */
  readonly key: string;
  /** How people call it: `LAP-HR-0001`. */
  readonly label: string;
}

/**
 * How far the writing of a request is, item by item. `started`: sent, and its outcome is not known yet. `unknown`:
 * sent, and no reading told its outcome in time.
 */
export interface ItemCounts {
  readonly total: number;
  readonly waiting: number;
  readonly started: number;
  readonly done: number;
  readonly refused: number;
  readonly unknown: number;
}

/** The rules of one kind of change. All functions are pure. */
export interface ChangeKind<C> {
  /**
   * Who writes it: the connector of the Defender tenant; Airlock, which stores it itself; or Microsoft's supported API,
   * whatever the connector is.
   */
  readonly owner: 'tenant' | 'airlock' | 'api';
  /** What to read to compare the affected objects, and what to read in addition for the preview. */
  readonly scopes: readonly Scope[];
  readonly previewScopes: readonly Scope[];
  /** @throws AirlockError input-invalid when `input` is not a change of this kind */
  parse(input: unknown): C;
  /** A heading in the imperative: "Turn on Automated investigation". */
  title(change: C): string;
  /** Keys of the affected objects. While a request is open on an object, no other request can be submitted for it. */
  objects(change: C): readonly string[];
  assess(change: C, now: TenantSnapshot): Assessment;
  /**
   * The change with what it names found in the tenant, before it is assessed: names become ids. Absent where a change
   * is complete as typed.
   */
  resolve?(change: C, now: TenantSnapshot): C | Exclude<Assessment, { verdict: 'open' }>;
  /**
   * What is written, one by one and in this order; with owner `api` always there. What is as asked on the base already
   * is not among them.
   */
  items?(change: C, base: Base): readonly Item[];
  /** How far the writing is, in a few words: "120 of 5,000 tagged". With `items` always there. */
  progress?(change: C, counts: ItemCounts): string;
  /** @param earlier the base with which the change was requested, if what is read now is compared with it */
  base(change: C, now: TenantSnapshot, earlier?: Base): Base;
  /**
   * Whether the objects of a later base are as they were, as far as they were known: to know more is no drift. The
   * preview is not compared.
   */
  isAsKnown(base: Base, now: Base): boolean;
  /** Whether the tenant is already as the change requests. */
  reached(change: C, now: TenantSnapshot): boolean;
  /** How that is known, as far as it was not read. */
  knownBy(change: C, now: TenantSnapshot): readonly Source[];
  diff(change: C, base: Base): readonly DiffRow[];
  /**
   * What of it is no longer as it was when it was asked for, compared item by item. Absent where the rows of `diff`
   * have one label for one value, whatever the base is.
   */
  drifted?(change: C, then: Base, now: Base): readonly DriftedRow[];
  /** What else of the same object is no longer as it was: each value then and now. None where absent. */
  beside?(then: Base, now: Base): readonly DiffRow[];
  /**
   * @param tense of the dangers; `asked` when absent
   * @param counts how what was applied goes on, as last read
   */
  risk(change: C, base: Base, tense?: Tense, counts?: Readonly<Record<string, number>>): Risk;
  /** Null if the change does not affect individual devices. */
  effects(change: C, base: Base): Effects | null;
  /**
   * The change that restores the base in the current tenant. If there is none, says why: the tenant changed since, or
   * the previous state cannot be written.
   * @param written keys of the items that were written; absent where a change has none
   */
  inverse(change: C, base: Base, now: TenantSnapshot, written?: readonly string[]): Inverse;
  /**
   * That the change can be undone by no revert, whatever the tenant holds by then, since what was before is not known;
   * with the command to suggest instead, if any; or why nothing of the
   * kind can be undone. Null where a revert may succeed.
   */
  unrestorable?(change: C, base: Base): { readonly instead: string | null; readonly why?: string } | null;
  /**
   * Every device that would move or whose group's level would change, in the preview's order; empty if there is none.
   */
  affected(change: C, now: TenantSnapshot): readonly AffectedDevice[];
}
