import type { HomeData, RequestLine } from '../../../requests/messages/answers.ts';
import { t } from '../../../shared/language/worded.ts';
import { type CardTone, type ShownText, sanitise, type Toned } from '../parts/shown-text.ts';
import { type WordButton, wordButtons } from '../parts/word-buttons.ts';
import { type LineModel, lineModel } from './requests-card.ts';

/** What cards/home.json binds. */
export interface HomeModel {
  readonly fallback: string;
  readonly tone: CardTone;
  readonly headline: ShownText;
  readonly asides: readonly ShownText[];
  readonly parts: readonly {
    readonly title: string;
    readonly lines: readonly LineModel[];
    readonly notes: readonly { readonly text: ShownText }[];
  }[];
  /** What the viewer's press did, or why not, directly above the buttons. */
  readonly answers: readonly Toned[];
  readonly buttons: readonly WordButton[];
}

/** One person's own page: what waits for them comes first. */
export function homeModel(data: HomeData, answers: readonly Toned[] = []): HomeModel {
  const waits = data.unasked === undefined ? t`Nothing.` : t`${data.unasked} So what waits for you is not known now.`;
  return {
    fallback: t`Your requests in Airlock.`,
    tone: data.waiting.length > 0 ? 'accent' : 'emphasis',
    headline: sanitise(
      data.waiting.length > 0 ? `● ${t`Waiting for you: ${data.waiting.length}`}` : `● ${t`Your requests`}`,
    ),
    asides: [],
    parts: [
      part(t`Waiting for you`, data.waiting, waits),
      part(t`Asked by you, and open`, data.mine, t`Nothing.`),
      part(t`Lately ended, of what you asked or decided`, data.decided, t`Nothing.`),
    ],
    answers,
    buttons: wordButtons([...(data.more ? ['requests', 'history by me'] : ['requests']), 'status', 'pending', 'help']),
  };
}

function part(title: string, lines: readonly RequestLine[], none: string): HomeModel['parts'][number] {
  return { title, lines: lines.map(lineModel), notes: lines.length === 0 ? [{ text: sanitise(none) }] : [] };
}
