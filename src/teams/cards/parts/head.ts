import type { CardTone, ShownText } from './shown-text.ts';

/** What stands at the top of every card but a request's, which says its state itself. */
export interface Headed {
  readonly tone: CardTone;
  /** With its sign in front: "! Changed outside Airlock". */
  readonly headline: ShownText;
}

interface Line {
  readonly signed: ShownText;
  readonly color: 'default' | 'accent' | 'good' | 'warning' | 'attention';
}

interface Head {
  readonly badges: readonly (Line & { readonly text: string; readonly style: string })[];
  readonly lines: readonly Line[];
}

const LOOKS: Readonly<Record<CardTone, { readonly style: string; readonly color: Line['color'] }>> = {
  default: { style: 'Subtle', color: 'default' },
  emphasis: { style: 'Subtle', color: 'default' },
  accent: { style: 'Informative', color: 'accent' },
  good: { style: 'Good', color: 'good' },
  warning: { style: 'Warning', color: 'warning' },
  attention: { style: 'Attention', color: 'attention' },
};

/** The longest headline that a badge holds on a phone, in characters. */
const MOST_ON_BADGE = 32;

const SIGN = /^\P{L}? (?=\S)/u;

/** A badge of two or three words; a longer headline is a line in its colour. */
export function headOf({ tone, headline: signed }: Headed): Head {
  const { style, color } = LOOKS[tone];
  const text = signed.replace(SIGN, '');
  if (text.length > MOST_ON_BADGE) return { badges: [], lines: [{ signed, color }] };
  return { badges: [{ text, style, signed, color }], lines: [] };
}

export function isHeaded(model: object): model is Headed {
  return 'headline' in model && 'tone' in model;
}
