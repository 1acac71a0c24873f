import type { ShownText } from './shown-text.ts';

/** Container styles of Adaptive Cards, as far as used. */
export type CardTone = 'default' | 'emphasis' | 'accent' | 'good' | 'warning' | 'attention';

/** A section that is there or not: templates repeat over lists. */
export type Section<T> = readonly [] | readonly [T];

export interface Sentence {
  readonly text: ShownText;
}

export interface Toned extends Sentence {
  readonly tone: CardTone;
}
