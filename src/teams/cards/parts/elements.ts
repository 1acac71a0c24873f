import type { StatusTone } from '../../../requests/messages/state-catalogue/status-row.ts';
import type { CardTone } from './card-model.ts';
import { LENGTHS, type ShownText, sanitise } from './shown-text.ts';

/** One labelled line as cards/parts/detail.json binds it: names and sentences, codes, and moments (see `moment`). */
export interface Detail {
  readonly label: ShownText;
  readonly texts: readonly ShownText[];
  readonly codes: readonly ShownText[];
  readonly whens: readonly string[];
}

/** A labelled line with what it has. */
export function detail(label: string, parts: Partial<Omit<Detail, 'label'>>): Detail {
  return { label: sanitise(label, LENGTHS.label), texts: [], codes: [], whens: [], ...parts };
}

const STYLES: Readonly<Record<StatusTone, CardTone>> = {
  quiet: 'emphasis',
  info: 'accent',
  good: 'good',
  warning: 'warning',
  attention: 'attention',
};

/** The container style that draws a tone. */
export function toneStyle(tone: StatusTone): CardTone {
  return STYLES[tone];
}

/**
 * A moment in each viewer's own language and time zone, for TextBlocks only (learn: text-features, DATE and TIME). A
 * client that does not know the functions shows the ISO time in them.
 * @param at milliseconds since 1970
 */
export function moment(at: number): string {
  const iso = `${new Date(at).toISOString().slice(0, 19)}Z`;
  return `{{DATE(${iso}, SHORT)}} at {{TIME(${iso})}}`;
}
