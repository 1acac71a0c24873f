import type { NoticeData, Tone } from '../../../requests/messages/answers.ts';
import {
  type CardTone,
  type Detail,
  detail,
  LENGTHS,
  type ShownText,
  sanitise,
  toneStyle,
} from '../parts/shown-text.ts';
import { fieldWords } from '../parts/wording.ts';

const MOST_FAULTS = 8;
const MOST_SUGGESTIONS = 6;

/** Colour is never the only sign. */
const SIGNS: Readonly<Record<Tone, string>> = { info: '●', good: '✓', warning: '!', attention: '✕' };

/** What cards/notice.json binds. */
export interface NoticeModel {
  readonly fallback: string;
  readonly tone: CardTone;
  readonly headline: ShownText;
  readonly asides: readonly ShownText[];
  readonly text: ShownText;
  readonly faults: readonly Detail[];
  readonly offers: readonly { readonly lines: readonly ShownText[] }[];
}

/** A few sentences, the faults at their fields, and what could be written next. */
export function noticeModel(data: NoticeData): NoticeModel {
  const faults = data.faults ?? [];
  const suggestions = data.suggestions ?? [];
  return {
    fallback: 'An answer from Airlock.',
    tone: toneStyle(data.tone),
    headline: sanitise(`${SIGNS[data.tone]} ${data.title}`, LENGTHS.title),
    asides: [],
    text: sanitise(data.text, LENGTHS.long),
    faults: [
      ...faults
        .slice(0, MOST_FAULTS)
        .map(({ field, message }) => detail(fieldWords(field), { texts: [sanitise(message, LENGTHS.message)] })),
      ...rest(faults.length - MOST_FAULTS),
    ],
    offers:
      suggestions.length > 0
        ? [{ lines: suggestions.slice(0, MOST_SUGGESTIONS).map((line) => sanitise(line, LENGTHS.message)) }]
        : [],
  };
}

function rest(count: number): Detail[] {
  return count > 0 ? [detail('More', { texts: [sanitise(`${count} more faults are not shown.`)] })] : [];
}
