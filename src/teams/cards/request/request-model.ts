import type { KnownModel } from '../parts/known-source.ts';
import type { Detail, Section, Sentence, ShownText, Toned } from '../parts/shown-text.ts';
import type { WordButton } from '../parts/word-buttons.ts';
import type { BarColor, EffectsModel } from './effects.ts';

export interface ChangeRow {
  readonly label: ShownText;
  /** The old value and the arrow; nothing where there was none. */
  readonly was: Section<Sentence>;
  readonly to: ShownText;
  /** How the old value is known, where it was not read. */
  readonly knowns: Section<KnownModel>;
}

/** One value when asked and now, and what it would become where that is known. */
export interface CompareRow {
  readonly label: ShownText;
  readonly values: readonly {
    /** As it was when asked, as it is now, or as it would become. */
    readonly when: string;
    readonly value: ShownText;
    /** Marks what has changed. */
    readonly color: 'default' | 'warning';
    readonly weight: 'default' | 'bolder';
    readonly knowns: Section<KnownModel>;
  }[];
}

/** Every verb that a request's card can send. */
export const CARD_VERBS = [
  'submit',
  'act-now',
  'edit',
  'discard',
  'approve',
  'take-back',
  'reject',
  'withdraw',
  'cancel-scan',
  'remind',
  'attest',
  'revert',
  'again',
  'seen-on',
  'seen-off',
  'devices',
  'view',
] as const;

type CardVerb = (typeof CARD_VERBS)[number];

export interface CardAction {
  readonly verb: CardVerb;
  readonly title: string;
  readonly style: 'default' | 'positive' | 'destructive';
  /** Whether the card's input must be filled in for it. */
  readonly inputs: 'auto' | 'none';
  /** Whether it wakes only when a required input is filled in, where a client knows that. */
  readonly waits: boolean;
}

/**
 * One step to do by hand; the values of its fields are shown unchanged. They stand in a block of code, and as lines
 * where a client draws none; or as lines alone.
 */
export interface StepModel {
  readonly number: ShownText;
  readonly title: ShownText;
  readonly codes: Section<{ readonly code: ShownText; readonly fields: readonly Detail[] }>;
  readonly fields: readonly Detail[];
}

/** A button that first asks for a text, on a part of the card that opens below. */
export interface Asking {
  /** On the button that opens it. */
  readonly title: string;
  readonly verb: CardVerb;
  /** On the button that sends it. */
  readonly send: string;
  readonly style: CardAction['style'];
  readonly input: 'reason' | 'approvalReason';
  readonly label: string;
  readonly hint: string;
  readonly isRequired: boolean;
  readonly maxLength: number;
  /** What was typed before; empty at first. */
  readonly value: string;
}

/** The value that the card shows largest, old and new. */
export interface GistModel {
  /** What it is a value of, where the title does not say it. */
  readonly aspects: Section<Sentence>;
  readonly was: Section<Sentence>;
  readonly to: ShownText;
  readonly knowns: Section<KnownModel>;
}

/** A bar of what has come of what it takes; clients that draw none leave it out. */
interface Bar {
  readonly value: number;
  readonly max: number;
  readonly color: BarColor;
}

/** What cards/request.json binds, in the order of the card. */
export interface RequestModel {
  readonly requestId: string;
  readonly rev: number;
  /** SHA-256, 64 hex digits; a press counts only with the one that is stored. */
  readonly digest: string;
  /** Read aloud, and shown where cards are not drawn. Contains nobody's words. */
  readonly fallback: string;
  /** The state in a few words, and how a client without badges draws it: with its sign. */
  readonly badge: string;
  readonly badgeStyle: BadgeStyle;
  readonly signed: string;
  readonly signColor: TextColor;
  readonly number: ShownText;
  /** The state in full, where it says more than the badge. */
  readonly headings: Section<Sentence & { readonly color: TextColor }>;
  /** Why the card came. */
  readonly notices: readonly Toned[];
  /** "Alice Nguyen asks", followed by the title. */
  readonly who: ShownText;
  readonly title: ShownText;
  readonly gists: Section<GistModel>;
  readonly risks: Section<{ readonly tone: RiskTone; readonly dangers: readonly DangerModel[] }>;
  readonly story: readonly Sentence[];
  readonly changes: Section<{ readonly rows: readonly ChangeRow[] }>;
  readonly reasons: Section<Sentence>;
  /** What a person must see before they approve. */
  readonly notes: Section<{ readonly lines: readonly Sentence[] }>;
  /** What is done by hand; many steps stand behind a button. */
  readonly handovers: Section<{
    readonly heading: ShownText;
    readonly steps: readonly StepModel[];
    readonly folds: Section<{ readonly title: string; readonly steps: readonly StepModel[] }>;
  }>;
  readonly comparisons: Section<{ readonly rows: readonly CompareRow[] }>;
  readonly effects: Section<EffectsModel>;
  readonly facts: Section<{ readonly lines: readonly Detail[] }>;
  readonly quorums: Section<Bar & Sentence>;
  readonly clocks: Section<{ readonly text: string; readonly bars: Section<Bar> }>;
  readonly next: Section<Sentence>;
  /** Folded under *Details*: what else is known, labelled lines, and the whole change to copy. */
  readonly remarks: readonly Sentence[];
  readonly details: readonly Detail[];
  readonly codes: Section<Sentence>;
  readonly forms: Section<{ readonly maxLength: number; readonly value: string }>;
  /** An approver may say why. */
  readonly approvalForms: Section<{ readonly maxLength: number; readonly value: string }>;
  /** What the viewer's press did, or why not, directly above the buttons. */
  readonly answers: readonly Toned[];
  readonly actions: readonly CardAction[];
  /** Buttons that open a page of the Defender portal. */
  readonly links: Section<{ readonly title: string; readonly url: string }>;
  /** The button for all that is written one by one. */
  readonly lists: Section<{ readonly title: string }>;
  readonly askings: readonly Asking[];
  /** Buttons that say what somebody sees in the portal, after those that decide. */
  readonly sights: readonly CardAction[];
  /** Where an end has no other step: what is asked instead of undoing it, or the state of the tenant. */
  readonly buttons: readonly WordButton[];
  readonly refreshes: Section<{ readonly userIds: readonly string[] }>;
}

export type RiskTone = 'attention' | 'warning';
export type TextColor = 'default' | 'accent' | 'good' | 'warning' | 'attention';
export type BadgeStyle = 'Subtle' | 'Informative' | 'Good' | 'Warning' | 'Attention';

interface DangerModel extends Sentence {
  readonly color: RiskTone;
}
