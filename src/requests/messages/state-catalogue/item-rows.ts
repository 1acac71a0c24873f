import { partsOf } from '../../../changes/registry/kind-of.ts';
import { isApiChange } from '../../../changes/supported/api-kinds.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { ApplyingRequest, Request } from '../../record/request.ts';
import { hasRunOut, isOvertaken, mayHaveOrdered, type Orders } from '../../record/told-by-request.ts';
import { OUTCOME_ROWS, undoable, undoneWords } from './outcome-rows.ts';
import { STATE_ROWS } from './state-rows.ts';
import { APPROVED_BY, type Facts, NOTE, orAlone, type StatusRow, type Text, textOf, WATCHED } from './status-row.ts';

/** How an applied change goes on in the tenant: never mixed with how it was written. */
const FOLLOWED: Text = ({ followed }: Facts) => followed;

/**
 * What is not known may have been written: readings settle it, and only what they show for hours not to be there can be
 * asked for once more.
 * @param isOver whether Airlock reads it no more
 */
export function unsettledWords(isOver: boolean): string {
  return isOver
    ? t`It is not known whether the rest was written, and Airlock reads it no more. Look in Defender; what is not there can be asked for anew.`
    : t`It is not known whether the rest was written: a reading that shows it settles it. What readings show for 6 hours not to be there counts as not written, and can be asked for then. Look in Defender meanwhile.`;
}

const UNSETTLED: Text = ({ watchedUntil, isWatchOver }) => unsettledWords(watchedUntil === null || isWatchOver);

const RENAMED = msg`Ask for it again with the group’s name of today: the indicator then takes the place of this one.`;

/** Whether something was certainly not done: that can be asked for again. */
const isLeft = ({ left }: Facts): boolean => left > 0;
type Next = ReturnType<typeof undoable>;

function eitherNext(is: (facts: Facts) => boolean, one: Next, other: Next): Next {
  const text = (of: keyof Next) => (facts: Facts) => textOf((is(facts) ? one : other)[of], facts);
  return { reader: text('reader'), others: text('others') };
}

/** What of it a later request undid. */
const UNDONE: Text = ({ undoneInPart }) => undoneInPart;

const ENDED = { ...OUTCOME_ROWS.written, tone: 'info', story: [NOTE, FOLLOWED] } as const;

/** Rows for a change that is written item by item. */
export const ITEM_ROWS = {
  writing: {
    ...STATE_ROWS.applying,
    heading: orAlone(msg`Approved, being written one by one`, msg`On one person’s word, being written one by one`),
    story: [NOTE],
    retry: ({ looksUntil }: Facts) => (looksUntil === null ? t`Goes on` : t`Airlock looks until`),
  },
  whole: {
    ...OUTCOME_ROWS.written,
    story: [NOTE, FOLLOWED, UNDONE],
    next: eitherNext(({ isOutOfScope }) => isOutOfScope, undoable(RENAMED), undoable(msg`Nothing to do.`)),
  },
  part: {
    ...OUTCOME_ROWS.written,
    tone: 'warning',
    sign: '●',
    heading: msg`Applied, but not all of it`,
    story: [NOTE, FOLLOWED, WATCHED, UNDONE],
    next: eitherNext(isLeft, undoable(msg`Remove the cause, then ask for the rest.`), undoable(UNSETTLED)),
    news: { tone: 'warning', title: msg`is applied, but not all of it`, text: [NOTE] },
  },
  /** What was written had an end, and it has passed. */
  over: {
    ...ENDED,
    heading: msg`Applied, and ended since`,
    next: msg`Nothing to do: it ended by itself.`,
  },
  /** Nothing of what was written stands: others took its place. */
  overtaken: {
    ...ENDED,
    next: msg`Nothing of it stands as it was written, so there is nothing to undo.`,
  },
  /** Nothing of what was written stands so, and something is there that no request wrote. */
  otherwise: {
    ...ENDED,
    tone: 'warning',
    sign: '●',
    heading: msg`Applied, and changed since`,
    next: msg`Ask for what should stand, or to take it away: what is there now was asked for by no request.`,
  },
  /** No answer told that it was written, and a reading shows it. */
  late: { ...OUTCOME_ROWS['found-later'], story: [NOTE, FOLLOWED, UNDONE] },
  missing: {
    ...OUTCOME_ROWS['not-written'],
    story: [NOTE, WATCHED],
    next: msg`Defender may still show it. Look there before anybody asks again.`,
  },
} as const satisfies Record<string, StatusRow>;

/** How what was written stands no more, or what is to be known of orders that may have arrived; null for neither. */
export function overRow(request: Parameters<typeof isOvertaken>[0]): StatusRow | null {
  if (mayHaveOrdered(request)) return ORDERS_MISSING;
  if (hasRunOut(request.outcome)) return ITEM_ROWS.over;
  if (!isOvertaken(request)) return null;
  return (request.outcome?.followed?.counts.otherwise ?? 0) > 0 ? ITEM_ROWS.otherwise : ITEM_ROWS.overtaken;
}

/** Somebody may have stopped it. */
type Writing = Pick<Request, 'change' | 'waiting'> & Stoppable;

export interface Stoppable {
  readonly halted?: ApplyingRequest['halted'];
}

/** What is being written. Item by item, it can be stopped: no more of it is sent. */
export function writingRow({ change, halted, waiting }: Writing): StatusRow {
  const row = waiting ? ITEM_ROWS.writing : STATE_ROWS.applying;
  if (!partsOf(change).some(isApiChange)) return row;
  if (waiting?.unclear) return halted ? { ...UNCLEAR, next: UNCLEAR_HALTED } : UNCLEAR;
  if (halted)
    return {
      ...row,
      sentence: (facts) =>
        `${textOf(APPROVED_BY, facts)} ${t`It was stopped since: no more of it is sent, and its card says how much was.`}`,
      next: msg`It was stopped: no more of it is sent, and Airlock reads what came of what was sent. Nothing to do.`,
    };
  const isScan = change.kind === 'antivirus-scan';
  return {
    ...row,
    sentence: (facts) => {
      const { number } = facts;
      const stop = `${textOf(APPROVED_BY, facts)} ${t`It is being written, one after the other. To send no more of it, select Stop on its card or write "stop ${number}".`}`;
      return isScan ? t`${stop} After that, "cancel scan ${number}" cancels what was ordered by then.` : stop;
    },
  };
}

const UNCLEAR_HALTED = msg`It was stopped: no more of it is sent. Look at the device in Defender meanwhile: there it can be done, or undone, by hand at once.`;

/** Some order got no clear answer, and is looked for: the note says on which device, and until when. */
export const UNCLEAR: StatusRow = {
  ...ITEM_ROWS.writing,
  tone: 'warning',
  sign: '?',
  heading: msg`No clear answer, being checked`,
  short: msg`No clear answer`,
  sentence: (facts) => `${textOf(APPROVED_BY, facts)} ${facts.note}`,
  next: msg`Look at the device in Defender meanwhile: there it can be done, or undone, by hand at once.`,
};

/** "1 of 2", behind a word. */
function ofAll(word: string, of: 'taken' | 'done', behind: (orders: Orders) => string = () => ''): Text {
  return ({ orders }) => (orders ? t`${say(word)}: ${orders[of]} of ${orders.total}${behind(orders)}` : say(word));
}

const NOT_DONE = {
  failed: msg`failed`,
  timedOut: msg`timed out`,
  cancelled: msg`cancelled`,
  open: msg`not known`,
} as const;

/** What became of most that did not end as asked; null where that is of none. */
function mostly({ not }: Orders): keyof Orders['not'] | null {
  const [first] = (['failed', 'timedOut', 'cancelled', 'open'] as const)
    .filter((one) => not[one] > 0)
    .sort((one, other) => not[other] - not[one]);
  return first ?? null;
}

/** Behind how many were done: of how many others what. */
function others(orders: Orders): string {
  const most = mostly(orders);
  return most === null ? t`, not all` : `, ${orders.not[most]} ${say(NOT_DONE[most])}`;
}

/** Of orders none of which ended as asked. */
const ofNone: Text = ({ orders }) => {
  if (!orders) return t`Failed`;
  const most = mostly(orders);
  const { done, total } = orders;
  if (most === 'timedOut') return t`Timed out: ${done} of ${total} done`;
  return t`Failed: ${done} of ${total} done${most === 'cancelled' ? others(orders) : ''}`;
};

function isMostly(cause: keyof Orders['not'], then: string, otherwise: string): Text {
  return ({ orders }) => (orders && mostly(orders) === cause ? say(then) : say(otherwise));
}

/** @param why where to look first, unless somebody cancelled it */
function again(why: string, step: string): Text {
  return (facts) => {
    const first = why === '' || (facts.orders && mostly(facts.orders) === 'cancelled') ? '' : `${say(why)} `;
    return t`${first}${say(step)} select Ask again or write "ask again ${facts.number}".`;
  };
}

const WHY = msg`Look in Defender why.`;

/** What settles what nobody knows of: an order is never given again where the first may have been done. */
const settles: Text = ({ watchedUntil, isWatchOver }) =>
  watchedUntil === null || isWatchOver
    ? t`It is not known whether Defender did the rest, and Airlock reads it no more. Look at the device in Defender; where it was not done there, write the command for it anew.`
    : t`It is not known whether Defender did the rest, so it is not ordered again: that could do it twice. The first reading that shows it settles it; look in Defender meanwhile.`;

/** Orders that no reading shows: they may have arrived, so none of them is given once more. */
const ORDERS_MISSING: StatusRow = {
  ...ITEM_ROWS.missing,
  sentence: (facts) => textOf(isLeft(facts) ? ITEM_ROWS.missing.sentence : notAgain, facts),
  next: (facts) => (isLeft(facts) ? textOf(SOME_UNKNOWN, facts) : notAgain(facts)),
};

function notAgain({ watchedUntil, isWatchOver }: Facts): string {
  return watchedUntil === null || isWatchOver
    ? t`It is not known whether Defender took the order, and Airlock reads it no more. Look at the device in Defender; where it was not done there, write the command for it anew.`
    : t`It is not known whether Defender took the order, so it is not given again: that could do it twice. The first reading that shows it settles it; look at the device in Defender meanwhile.`;
}

/** How what was done, or may have been, is undone; empty where it cannot be. */
function undoWords({ barred, number }: Facts): string {
  return barred === null
    ? t` To undo what was done, or may have been, select Revert or write "revert ${number}"; that needs an approval too.`
    : '';
}

const CERTAIN = again(WHY, msg`To order it again where it was not done,`);
const SOME_UNKNOWN = again(WHY, msg`To order it again where it certainly was not done,`);

/** What to do where orders did not all end as asked, or it is not known of all. */
const partNext: Text = (facts) => {
  if (facts.undoneBy !== null) return undoneWords(facts.undoneBy);
  if (!isLeft(facts)) return `${textOf(settles, facts)}${undoWords(facts)}`;
  return textOf(facts.orders?.not.open ? SOME_UNKNOWN : CERTAIN, facts);
};

const ordered = { ...OUTCOME_ROWS.written, story: [NOTE, FOLLOWED, UNDONE], ended: msg`Ordered` } satisfies StatusRow;

/** Rows for orders on devices, which Defender took, by how they end there. */
export const ORDER_ROWS: Readonly<Record<Orders['end'], StatusRow>> = {
  running: {
    ...ordered,
    tone: 'info',
    sign: '●',
    heading: ofAll(msg`Ordered`, 'taken'),
    short: msg`Ordered`,
    sentence: ({ approvers }) => t`Already ordered, approved by ${approvers}. Its card says how it ends.`,
    next: msg`Defender passes it on to the devices. This card says how it ends.`,
    news: { tone: 'info', title: msg`is ordered`, text: [NOTE, msg`Its card says how it ends.`] },
  },
  done: {
    ...ordered,
    heading: ofAll(msg`Done`, 'done'),
    short: msg`Done`,
    next: undoable(msg`Nothing to do.`),
    news: { tone: 'good', title: msg`is done`, text: [FOLLOWED] },
  },
  part: {
    ...ordered,
    tone: 'warning',
    sign: '●',
    heading: ofAll(msg`Done`, 'done', others),
    short: msg`Not all done`,
    story: [NOTE, FOLLOWED, WATCHED, UNDONE],
    sentence: (facts) => {
      const { done = 0, total = 0 } = facts.orders ?? {};
      const told = t`Ordered, and done on ${done} of ${total} devices.`;
      return isLeft(facts) ? told : `${told} ${textOf(settles, facts)}`;
    },
    next: partNext,
    news: {
      tone: 'warning',
      title: isMostly(
        'cancelled',
        msg`was cancelled before it was done on all devices`,
        msg`is not done on all devices`,
      ),
      text: 'story-and-next',
    },
  },
  failed: {
    ...ordered,
    tone: 'attention',
    sign: '✕',
    heading: ofNone,
    short: msg`Failed`,
    sentence: isMostly(
      'timedOut',
      msg`Defender took the order, and it was done on no device in time.`,
      msg`Defender took the order, and it failed on every device.`,
    ),
    next: again(WHY, msg`To order it again,`),
    news: {
      tone: 'attention',
      title: isMostly('timedOut', msg`timed out on the devices`, msg`failed on the devices`),
      text: 'story-and-next',
    },
  },
  cancelled: {
    ...ordered,
    tone: 'warning',
    sign: '✕',
    heading: ofAll(msg`Cancelled`, 'done', () => t` done`),
    short: msg`Cancelled`,
    sentence: msg`The order was cancelled before it was done on any device.`,
    next: again('', msg`To order it again,`),
    news: { tone: 'warning', title: msg`was cancelled`, text: [FOLLOWED] },
  },
};
