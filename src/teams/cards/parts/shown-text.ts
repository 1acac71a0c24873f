import type { StatusTone } from '../../../requests/messages/state-catalogue/status-row.ts';
import { t } from '../../../shared/language/worded.ts';

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

/** One labelled line as cards/parts/detail.json binds it: names and sentences, codes, and moments (see `moment`). */
export interface Detail {
  readonly label: ShownText;
  readonly texts: readonly ShownText[];
  readonly codes: readonly ShownText[];
  readonly whens: readonly string[];
}

/** A labelled line; parts that are not given are empty. */
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
  return t`${`{{DATE(${iso}, SHORT)}}`} at ${`{{TIME(${iso})}}`}`;
}

declare const shownBrand: unique symbol;

/** Text made safe to show; bound in TextRuns only, which know neither markdown nor links nor mentions. */
export type ShownText = string & { readonly [shownBrand]: true };

/** Longest texts on a card, in code points. */
export const LENGTHS = {
  name: 64,
  label: 64,
  title: 160,
  message: 300,
  sentence: 460,
  reason: 500,
  long: 1_000,
} as const;

const LINE_BREAKS = /[\r\n\u2028\u2029\t\v\f\u0085]+/g;

/** A joiner that combines several emoji into one. Everywhere else it is invisible, so it is made visible. */
const EMOJI_JOINER = /(?<=\p{Extended_Pictographic}|\uFE0F|[\u{1F3FB}-\u{1F3FF}])\u200D(?=\p{Extended_Pictographic})/gu;
const KEPT_JOINER = '\uE000';

/**
 * Control, direction, zero-width, tag, private, unassigned and lone surrogate code points, and letters that are drawn
 * as nothing.
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u115F\u1160\u2800\u3164\uFFA0\u{13441}\u{13442}\u{1D159}]|\u034F|\u17B4|\u17B5/gu;
const STACKED_MARKS = /(\p{M}{3})\p{M}+/gu;

/** Right-to-left letters would swap the texts before and after an arrow; an isolate prevents that. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** Teams and the renderer replace these functions in text; a word joiner keeps them as typed. */
const DATE_FUNCTION = /\{\{(?=\s*(?:DATE|TIME)\s*\()/gi;

/**
 * Makes any text that may contain somebody's words (names, reasons, object names, answers of other systems) safe for a
 * card: on one line, invisible characters replaced by U+FFFD, cut with an ellipsis after `max` code points.
 */
export function sanitise(raw: string, max: number = LENGTHS.sentence): ShownText {
  const clean = raw
    .slice(0, max * 16)
    .replaceAll(KEPT_JOINER, '\uFFFD')
    .replace(EMOJI_JOINER, KEPT_JOINER)
    .replace(LINE_BREAKS, ' ')
    .replace(UNSEEN, (found) => (found === KEPT_JOINER ? found : '\uFFFD'))
    .replaceAll(KEPT_JOINER, '\u200D')
    .replace(STACKED_MARKS, '$1')
    .replace(/\s+/gu, ' ')
    .trim();
  const text = cut(clean, max).replace(DATE_FUNCTION, '{\u2060{') || t`(empty)`;
  return (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text) as ShownText;
}

/** The name of a person at most `LENGTHS.name` long. */
export function shownName(name: string): ShownText {
  return sanitise(name, LENGTHS.name);
}

/** The same, with what tells them from somebody of that name: `whole` begins with the name. */
export function shownPerson(name: string, whole: string): ShownText {
  const more = whole.slice(name.length).trim();
  if (more === '') return shownName(name);
  // Sound: both parts have been made safe.
  return `${shownName(name)} ${sanitise(more, LENGTHS.message)}` as ShownText;
}

function cut(text: string, max: number): string {
  const points = Array.from(text);
  return points.length <= max ? text : `${points.slice(0, max - 1).join('')}…`;
}

/** "Finance → Servers": safe to bind, since each part is sanitised. */
export function arrow(from: string, to: string, max: number): ShownText {
  return `${sanitise(from, max)} → ${sanitise(to, max)}` as ShownText;
}

/** A text that can be shown, and words beside it. */
export function besides(text: ShownText, words: string): ShownText {
  return `${text} · ${sanitise(words)}` as ShownText;
}

/** "Finance → ", followed by another value. */
export function arrowFrom(from: string, max: number): ShownText {
  return `${sanitise(from, max)} → ` as ShownText;
}
