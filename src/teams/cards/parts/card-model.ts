import type { ShownText } from './shown-text.ts';

/** The container styles of Adaptive Cards that are used. */
export type CardTone = 'default' | 'emphasis' | 'accent' | 'good' | 'warning' | 'attention';

/** A section that may be absent: templates repeat over lists, so it is a list of none or one. */
export type Section<T> = readonly [] | readonly [T];

export interface Sentence {
  readonly text: ShownText;
}

export interface Toned extends Sentence {
  readonly tone: CardTone;
}
