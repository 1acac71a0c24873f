import { LENGTHS, type ShownText, shown } from './shown-text.ts';

/** One labelled line as cards/parts/detail.json binds it: names and sentences, codes, and moments (see `moment`). */
export interface Detail {
  readonly label: ShownText;
  readonly texts: readonly ShownText[];
  readonly codes: readonly ShownText[];
  readonly whens: readonly string[];
}

/** A labelled line with what it has. */
export function detail(label: string, parts: Partial<Omit<Detail, 'label'>>): Detail {
  return { label: shown(label, LENGTHS.label), texts: [], codes: [], whens: [], ...parts };
}
