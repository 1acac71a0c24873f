import type { RequestLine, RequestsData } from '../../../requests/messages/answers.ts';
import { shortWords } from '../../../requests/messages/state-catalogue/status-of.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import {
  type CardTone,
  LENGTHS,
  moment,
  type Section,
  type Sentence,
  type ShownText,
  sanitise,
  shownName,
  type Toned,
} from '../parts/shown-text.ts';
import { type WordButton, wordButtons } from '../parts/word-buttons.ts';

const MOST_LINES = 15;

/** A request in a list, as cards/parts/request-line.json binds it. */
export interface LineModel {
  readonly title: ShownText;
  readonly state: ShownText;
  readonly requester: ShownText;
  /** Who decided it. */
  readonly deciders: Section<Sentence>;
  readonly when: string;
  /** Shows its card. */
  readonly buttons: readonly WordButton[];
}

/** What cards/requests.json binds. */
export interface RequestsModel {
  readonly fallback: string;
  readonly tone: CardTone;
  readonly headline: ShownText;
  readonly asides: readonly ShownText[];
  readonly lines: readonly LineModel[];
  readonly text: ShownText;
  /** What the viewer's press did, or why not, directly above the buttons. */
  readonly answers: readonly Toned[];
  readonly buttons: readonly WordButton[];
}

/** Requests, each with a button for its card. */
export function requestsModel(data: RequestsData, answers: readonly Toned[] = []): RequestsModel {
  const lines = data.lines.slice(0, MOST_LINES);
  return {
    fallback: t`Requests in Airlock.`,
    tone: 'emphasis',
    headline: sanitise(
      `● ${data.soughtFor === undefined ? t`Open requests` : t`History ${data.soughtFor}`}`,
      LENGTHS.title,
    ),
    asides: [],
    lines: lines.map(lineModel),
    text: sanitise(footer(data, lines[0])),
    answers,
    buttons: wordButtons([...(data.turns ?? []), ...NEXT[data.soughtFor === undefined ? 'open' : 'history'], 'help']),
  };
}

/** What else may be looked at from a list. */
const NEXT = { open: ['history', 'pending', 'status'], history: ['requests'] } as const;

const NONE = {
  open: msg`No request is open. Write "help" to see what can be asked for.`,
  history: msg`No request is found by that. Write "history" for all of them.`,
} as const;

function footer(data: RequestsData, first: RequestLine | undefined): string {
  const broken = data.unreadable ? `${unreadableWords(data.unreadable)} ` : '';
  const none = say(NONE[data.soughtFor === undefined ? 'open' : 'history']);
  if (!first) return broken || (data.hereOnly ? say(NONE_HERE) : none);
  if (data.page !== undefined) return `${broken}${data.page}`;
  const more = data.more || data.lines.length > MOST_LINES ? `${t`There are more.`} ` : '';
  return `${broken}${more}${t`Write "show ${first.number}" to see the card of one of them.`}`;
}

/** Says nothing about whether there are others. */
export const NONE_HERE = msg`None that was asked here. Others, if there are any, are shown in your own chat.`;

/** What a list says of the requests that it leaves out. @param numbers at least one */
export function unreadableWords(numbers: readonly number[]): string {
  return t`What is stored of ${numbers.map((number) => `#${number}`).join(', ')} cannot be read: tell whoever operates Airlock.`;
}

/** What is owed an approval. */
const OWED: ReadonlySet<string> = new Set(['owed', 'unclear', 'unsent']);

function whenOf({ proof, at, until, isOverdue }: RequestLine): string {
  if (until === undefined) return moment(at);
  if (isOverdue) return t`Overdue since ${moment(until)}`;
  // What got no clear answer has such a time only where an approval is owed for it.
  return proof !== undefined && OWED.has(proof) ? t`Due ${moment(until)}` : t`Ends ${moment(until)}`;
}

/** One line of a list of requests. */
export function lineModel(line: RequestLine): LineModel {
  return {
    title: sanitise(`#${line.number} ${line.title}`, LENGTHS.title),
    state: sanitise(shortWords(line.state, line.proof), LENGTHS.label),
    requester: shownName(line.requester),
    deciders: line.decided === undefined ? [] : [{ text: sanitise(`· ${line.decided}`, LENGTHS.title) }],
    when: whenOf(line),
    buttons: wordButtons([`show ${line.number}`]),
  };
}
