import type { NoticeData, Tone } from '../../../requests/messages/answers.ts';
import { say, t } from '../../../shared/language/worded.ts';
import { offerOf } from '../../language/offers.ts';
import {
  type CardTone,
  type Detail,
  detail,
  LENGTHS,
  type Section,
  type Sentence,
  type ShownText,
  sanitise,
  type Toned,
  toneStyle,
} from '../parts/shown-text.ts';
import { type WordButton, wordButtons } from '../parts/word-buttons.ts';
import { fieldWords } from '../parts/wording.ts';

const MOST_FAULTS = 8;
const MOST_LINES = 6;

/** Colour is never the only sign. */
const SIGNS: Readonly<Record<Tone, string>> = { info: '●', good: '✓', warning: '!', attention: '✕' };

/** What cards/notice.json binds. */
export interface NoticeModel {
  readonly fallback: string;
  readonly tone: CardTone;
  readonly headline: ShownText;
  readonly asides: readonly ShownText[];
  /** None where the headline says it all. */
  readonly texts: Section<Sentence>;
  /** What is told under a label: details, then faults. */
  readonly faults: readonly Detail[];
  readonly offers: readonly { readonly lines: readonly ShownText[] }[];
  /** What the viewer's press did, or why not, directly above the buttons. */
  readonly answers: readonly Toned[];
  readonly buttons: readonly WordButton[];
}

/**
 * A few sentences, the faults at their fields, what could be written, and buttons for what comes next.
 * @param buttons that stand before these
 */
export function noticeModel(
  data: NoticeData,
  answers: readonly Toned[] = [],
  buttons: readonly WordButton[] = [],
): NoticeModel {
  const { faults = [], details = [], suggestions = [], examples = [] } = data;
  const lines = [...examples, ...suggestions.filter((line) => offerOf(line)?.say.startsWith(line) !== true)];
  return {
    fallback: t`An answer from Airlock.`,
    tone: toneStyle(data.tone),
    headline: sanitise(`${SIGNS[data.tone]} ${say(data.title)}`, LENGTHS.title),
    asides: [],
    texts: data.text === '' ? [] : [{ text: sanitise(say(data.text), LENGTHS.long) }],
    faults: [
      ...details.map(({ label, text }) => detail(say(label), { texts: [sanitise(text, LENGTHS.sentence)] })),
      ...faults
        .slice(0, MOST_FAULTS)
        .map(({ field, message }) => detail(fieldWords(field), { texts: [sanitise(say(message), LENGTHS.message)] })),
      ...rest(faults.length - MOST_FAULTS),
    ],
    offers:
      lines.length > 0 ? [{ lines: lines.slice(0, MOST_LINES).map((line) => sanitise(line, LENGTHS.message)) }] : [],
    answers,
    buttons: data.reading ? [] : [...buttons, ...titled(data), ...wordButtons(suggestions, data.wish)],
  };
}

/** Buttons with titles of their own, for what a button may do. */
function titled({ buttons = [] }: NoticeData): readonly WordButton[] {
  return buttons.flatMap(({ title, say: line }) =>
    offerOf(line)?.say === line ? [{ title: sanitise(title, LENGTHS.label), verb: 'say', data: { say: line } }] : [],
  );
}

function rest(count: number): Detail[] {
  return count > 0 ? [detail(t`More`, { texts: [sanitise(t`${count} more faults are not shown.`)] })] : [];
}
