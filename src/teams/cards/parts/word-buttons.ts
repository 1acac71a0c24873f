import type { Wish } from '../../../requests/messages/answers.ts';
import { t } from '../../../shared/language/worded.ts';
import { type Offer, offerOf } from '../../language/offers.ts';
import { LENGTHS, type ShownText, sanitise } from './shown-text.ts';

/** A button that does what somebody could have typed, as cards/parts/word-button.json binds it. */
export interface WordButton {
  readonly title: ShownText;
  readonly verb: string;
  readonly data: object;
}

/** Teams shows six actions of a card; the rest is behind a menu. */
const MOST_BUTTONS = 6;

/** Longest text that a button carries, in UTF-16 units; a longer one is typed again. */
const CARRIED_MAX = 2_000;

/** The buttons for commands that are offered; each once, and none for what no button may do. */
export function wordButtons(lines: readonly string[], wish?: Wish): readonly WordButton[] {
  const offers = new Map(lines.flatMap((line) => offered(line)).map((offer) => [offer.say, offer]));
  const buttons = [...offers.values()].filter(({ say }) => say !== wish?.say).map(buttonOf);
  return [...(wish && isCarried(wish.say) ? [tryAgain(wish)] : []), ...buttons].slice(0, MOST_BUTTONS);
}

function offered(line: string): readonly Offer[] {
  const offer = isCarried(line) ? offerOf(line) : null;
  return offer ? [offer] : [];
}

function isCarried(say: string): boolean {
  return say !== '' && say.length <= CARRIED_MAX;
}

function buttonOf({ title, say }: Offer): WordButton {
  return { title: sanitise(title, LENGTHS.label), verb: 'say', data: { say } };
}

function tryAgain({ say, tried }: Wish): WordButton {
  return { title: sanitise(t`Try again`), verb: 'say', data: { say, tried } };
}
