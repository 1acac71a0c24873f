import type { KnownModel } from '../parts/known-source.ts';
import type { CardTone, Detail, Section, Sentence, ShownText, Toned } from '../parts/shown-text.ts';
import type { EffectsModel } from './effects.ts';

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
    readonly when: 'When asked' | 'Now' | 'Would become';
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
  'edit',
  'discard',
  'approve',
  'take-back',
  'reject',
  'withdraw',
  'attest',
  'revert',
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
}

/** One step to do by hand; the values of its fields are shown unchanged. */
export interface StepModel {
  readonly number: ShownText;
  readonly title: ShownText;
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
}

/** What cards/request.json binds. */
export interface RequestModel {
  readonly requestId: string;
  readonly rev: number;
  /** SHA-256, 64 hex digits; a press counts only with the one that is stored. */
  readonly digest: string;
  /** Read aloud, and shown where cards are not drawn. Contains nobody's words. */
  readonly fallback: string;
  readonly tone: CardTone;
  readonly headline: ShownText;
  readonly asides: readonly ShownText[];
  /** Why the card came, above everything else. */
  readonly notices: readonly Toned[];
  /** What the viewer's press did, or why not, directly above the buttons. */
  readonly answers: readonly Toned[];
  readonly title: ShownText;
  readonly risks: Section<Toned & { readonly color: 'attention' | 'warning' }>;
  readonly story: readonly Sentence[];
  readonly changes: Section<{ readonly heading: ShownText; readonly rows: readonly ChangeRow[] }>;
  readonly handovers: Section<{ readonly heading: ShownText; readonly steps: readonly StepModel[] }>;
  readonly comparisons: Section<{ readonly rows: readonly CompareRow[] }>;
  readonly effects: Section<EffectsModel>;
  readonly remarks: Section<{ readonly notes: readonly Sentence[] }>;
  readonly details: readonly Detail[];
  readonly next: Section<Sentence>;
  readonly forms: Section<{ readonly maxLength: number }>;
  /** An approver may say why. */
  readonly approvalForms: Section<{ readonly maxLength: number }>;
  readonly actions: readonly CardAction[];
  /** Buttons that open a page of the Defender portal. */
  readonly links: Section<{ readonly title: string; readonly url: string }>;
  readonly askings: readonly Asking[];
  /** Buttons that say what somebody sees in the portal, after those that decide. */
  readonly sights: readonly CardAction[];
  readonly refreshes: Section<{ readonly userIds: readonly string[] }>;
}
