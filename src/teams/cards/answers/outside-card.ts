import type { OutsideData, OutsideLine, Tone } from '../../../requests/messages/answers.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import {
  type CardTone,
  type Detail,
  detail,
  LENGTHS,
  moment,
  type Section,
  type Sentence,
  type ShownText,
  sanitise,
  shownName,
  type Toned,
  toneStyle,
} from '../parts/shown-text.ts';

/** Lines, and buttons beside "Adopt" and "Back": Teams shows six of them. */
const MOST_LINES = 8;
const MOST_REVERTS = 5;

/** What cards/outside.json binds. */
export interface OutsideModel {
  readonly outsideId: string;
  /** Of what the card shows; empty where an earlier version stored it. */
  readonly digest: string;
  readonly fallback: string;
  readonly tone: CardTone;
  readonly headline: ShownText;
  readonly asides: readonly ShownText[];
  /** What the viewer's press did, or why not, directly above the buttons. */
  readonly answers: readonly Toned[];
  readonly lines: readonly { readonly what: ShownText; readonly details: readonly Detail[] }[];
  readonly texts: readonly Sentence[];
  readonly refreshes: Section<{ readonly userIds: readonly string[] }>;
  /** The page of the list from which it was opened; 0 where it was not. */
  readonly page: number;
  readonly backs: Section<{ readonly title: string }>;
  readonly adopts: Section<{ readonly title: string }>;
  readonly reverts: readonly { readonly title: string; readonly item: number }[];
}

/** What somebody's action adds to the card. */
interface ShownOutside {
  readonly notice?: { readonly tone: Tone; readonly text: string };
  /** The page of the list from which it was opened; 0 where it was not. */
  readonly page?: number;
  /** Why its viewer may not adopt it; absent where they may, or it is everybody's. */
  readonly whyNotAdopt?: string;
  /** Teams ids (`29:...`) of those who get a view of their own by refresh; on a copy that everybody sees. */
  readonly refreshFor?: readonly string[];
}

/** What was changed outside Airlock: who, what, when, and what to do with it. */
export function outsideModel(
  data: OutsideData,
  { notice, page = 0, whyNotAdopt, refreshFor = [] }: ShownOutside = {},
): OutsideModel {
  const { id, number, adopted } = data;
  const lines = data.lines.slice(0, MOST_LINES);
  const isOver = adopted !== null || isReverted(data);
  return {
    outsideId: id,
    digest: data.digest ?? '',
    fallback: t`Airlock found a change made outside it: ${number}.`,
    tone: toneStyle(isOver ? 'info' : 'warning'),
    headline: sanitise(headlineOf(data)),
    asides: [sanitise(t`Change ${number}`)],
    answers: notice ? [{ tone: toneStyle(notice.tone), text: sanitise(say(notice.text)) }] : [],
    lines: lines.map((line, at) => ({
      what: sanitise(lines.length > 1 ? `${at + 1}. ${line.what}` : line.what, LENGTHS.sentence),
      details: details(line),
    })),
    texts: texts(data, isSaid(notice, whyNotAdopt) ? '' : whyNotAdopt).map((text) => ({ text: sanitise(text) })),
    page,
    backs: page > 0 ? [{ title: t`Back to the list` }] : [],
    refreshes: isOver || refreshFor.length === 0 ? [] : [{ userIds: refreshFor }],
    adopts: isOver || whyNotAdopt !== undefined ? [] : [{ title: lines.length > 1 ? t`Adopt all` : t`Adopt` }],
    reverts: lines
      .map((line, item) => ({ line, item }))
      .filter(({ line }) => line.mayRevert)
      .slice(0, page > 0 ? MOST_REVERTS - 1 : MOST_REVERTS)
      .map(({ item }) => ({ title: lines.length > 1 ? t`Ask to revert no. ${item + 1}` : t`Ask to revert`, item })),
  };
}

/** Whether the press was just refused for that. */
function isSaid(notice: ShownOutside['notice'], whyNotAdopt: string | undefined): boolean {
  return whyNotAdopt !== undefined && (notice?.text.startsWith(whyNotAdopt) ?? false);
}

function headlineOf(data: OutsideData): string {
  if (data.adopted) return `✓ ${t`Changed outside Airlock, adopted`}`;
  return isReverted(data) ? `✓ ${t`Changed outside Airlock, reverted`}` : `! ${t`Changed outside Airlock`}`;
}

function isReverted({ lines, more }: OutsideData): boolean {
  return more === 0 && lines.every((line) => line.isReverted);
}

function details({ who, principalName, at, source, readAt, note, asked }: OutsideLine): Detail[] {
  const isNamed = who !== null && principalName !== null;
  const known = isNamed
    ? detail(t`Who`, {
        texts: [shownName(who)],
        codes: who === principalName ? [] : [sanitise(principalName, LENGTHS.message)],
      })
    : detail(t`Who`, { texts: [sanitise(t`Not known`)] });
  const whens = at === null ? [] : [moment(at)];
  return [
    known,
    detail(t`When`, whens.length > 0 ? { whens } : { texts: [sanitise(t`Not known`)] }),
    detail(source === 'reading' ? t`Read` : t`By`, {
      ...(source !== 'reading' && { texts: [sanitise(t`Microsoft's audit log`)] }),
      whens: [source === 'reading' ? moment(readAt) : t`Read ${moment(readAt)}`],
    }),
    ...(note === '' ? [] : [detail(t`Note`, { texts: [sanitise(note)] })]),
    ...(asked === '' ? [] : [detail(t`Asked`, { texts: [sanitise(asked)] })]),
  ];
}

function texts(data: OutsideData, whyNotAdopt: string | undefined): readonly string[] {
  const { adopted, more, lines } = data;
  const isKnown = lines.some(({ mayRevert, source }) => mayRevert && source !== 'reading');
  if (!adopted && isReverted(data)) return [];
  return [
    ...(more > 0 ? [othersText(more, adopted !== null)] : []),
    adopted ? adoptedText(adopted.by, lines, isKnown) : openText(lines, isKnown, whyNotAdopt),
  ];
}

/** What an earlier version found beside it and did not keep. */
function othersText(more: number, isAdopted: boolean): string {
  if (isAdopted) return t`and ${more} more, which the record names and which nobody has adopted.`;
  return more === 1 ? t`and 1 more, which the record names.` : t`and ${more} more, which the record names.`;
}

const ASK = msg`Ask to revert: a draft of the opposite, which needs an approval like any other.`;

function adoptedText(by: string, lines: readonly OutsideLine[], isKnown: boolean): string {
  const stands = isKnown
    ? t`Adopted by ${by}: it is known, and stands. Nothing was written to Defender.`
    : t`Adopted by ${by}: it stands. Nothing was written to Defender.`;
  return lines.some(({ mayRevert }) => mayRevert) ? t`${stands} It can still be undone. ${say(ASK)}` : stands;
}

/** A note may name a request that asked for the same. */
function openText(lines: readonly OutsideLine[], isKnown: boolean, whyNotAdopt: string | undefined): string {
  const adopting = [
    isKnown
      ? t`Adopt: it becomes known and stands, and nothing is written.`
      : t`Adopt: it stands, and nothing is written.`,
    ...(lines.some(({ who }) => who !== null) ? [t`Whoever made it cannot adopt it: another admin does.`] : []),
  ];
  return [
    ...(lines.some(({ note }) => /#\d/.test(note)) ? [] : [t`No request of Airlock explains it.`]),
    ...(whyNotAdopt === undefined ? adopting : [whyNotAdopt].filter((why) => why !== '')),
    ...(lines.some(({ mayRevert }) => mayRevert) ? [say(ASK)] : []),
  ].join(' ');
}
