import type { CardTone, Section, Sentence, ShownText, Toned } from '../cards/parts/shown-text.ts';
import type { WordButton } from '../cards/parts/word-buttons.ts';

/** Every verb of a form's card. */
export const FORM_VERBS = ['form-view', 'form-add', 'form-remove', 'form-check', 'form-discard', 'form-again'] as const;

export type FormVerb = (typeof FORM_VERBS)[number];

/** Who the card is for: the person who fills it in, or everybody else. */
export type FormViewer = 'requester' | 'other';

export interface FormAction {
  readonly verb: FormVerb;
  readonly title: string;
  readonly style: 'default' | 'positive';
  readonly inputs: 'auto' | 'none';
}

/**
 * Lists that drop down draw it as plain text. For expanded lists and those that accept several choices, see
 * `choiceTitle`.
 */
export interface Choice {
  readonly title: string;
  readonly value: string;
}

/** Sentences right below an input, or below the heading of a part. */
interface Faulty {
  readonly faults: readonly ShownText[];
}

/** A text input; its value is shown exactly as it was typed. */
export interface TextField extends Faulty {
  readonly value: string;
  readonly maxLength: number;
}

export interface ChoiceField extends Faulty {
  /** Of a list with several choices, separated by commas; empty for none. */
  readonly value: string;
  readonly choices: readonly Choice[];
}

/** One row: as inputs, or as a line where the card has no room for inputs. `row` is its index. */
export interface RowField {
  readonly edits: Section<
    Faulty & {
      readonly row: number;
      readonly propertyId: string;
      readonly property: string;
      readonly operatorId: string;
      readonly operator: string;
      readonly valueId: string;
      readonly value: string;
      readonly maxLength: number;
    }
  >;
  readonly lines: Section<{ readonly row: number; readonly text: ShownText }>;
}

export interface ConditionsField extends Faulty {
  readonly rows: readonly RowField[];
  readonly additions: Section<object>;
  /** What may be left empty, and is, behind a button. */
  readonly mores: Section<OptionalFields>;
}

/** Each level, and below it what each does, behind a button. */
export interface LevelField extends ChoiceField {
  readonly helps: readonly Sentence[];
}

/** A list to choose from, unless a rank was typed: then the number alone, which means the last where it is emptied. */
export interface PlaceField extends Faulty {
  readonly picks: Section<Omit<ChoiceField, 'faults'>>;
  readonly ranks: Section<{ readonly label: string; readonly placeholder: string; readonly value: string }>;
}

/** What may be left empty, or as it is. */
export interface OptionalFields {
  readonly descriptions: Section<TextField>;
  readonly systems: Section<ChoiceField>;
  readonly places: Section<PlaceField>;
  readonly accesses: Section<ChoiceField>;
  readonly accessNames: Section<{ readonly maxLength: number }>;
}

/** The fields of a form that is open. */
export interface FormFields extends OptionalFields {
  readonly names: Section<TextField>;
  readonly levels: Section<LevelField>;
  readonly conditions: Section<ConditionsField>;
  readonly taggeds: Section<TextField>;
}

/** What cards/form.json binds. */
export interface FormModel extends FormFields {
  readonly formId: string;
  readonly rev: number;
  readonly fallback: string;
  readonly tone: CardTone;
  readonly headline: ShownText;
  readonly asides: readonly ShownText[];
  /** What the viewer's press did, or why not, directly above the buttons. */
  readonly answers: readonly Toned[];
  readonly problems: Section<Faulty & { readonly text: ShownText }>;
  /** What the form is for, and how conditions go together; not beside what an answer or faults say. */
  readonly texts: readonly Sentence[];
  readonly hints: readonly Sentence[];
  readonly actions: readonly FormAction[];
  /** What comes next, as somebody could type it. */
  readonly buttons: readonly WordButton[];
  readonly refreshes: Section<{ readonly userIds: readonly string[] }>;
}
