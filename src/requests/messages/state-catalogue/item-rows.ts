import type { Orders } from '../../record/told-by-request.ts';
import { OUTCOME_ROWS, undoable } from './outcome-rows.ts';
import { STATE_ROWS } from './state-rows.ts';
import { type Facts, NOTE, type StatusRow, type Text, WATCHED } from './status-row.ts';

/** How an applied change goes on in the tenant: never mixed with how it was written. */
const FOLLOWED: Text = ({ followed }: Facts) => followed;

/** Rows for a change that is written item by item. */
export const ITEM_ROWS = {
  writing: {
    ...STATE_ROWS.applying,
    heading: 'Approved, being written one by one',
    story: [NOTE],
    retry: 'Goes on',
  },
  whole: {
    ...OUTCOME_ROWS.written,
    story: [NOTE, FOLLOWED],
  },
  part: {
    ...OUTCOME_ROWS.written,
    tone: 'warning',
    sign: '●',
    heading: 'Applied, but not all of it',
    story: [NOTE, FOLLOWED, WATCHED],
    next: undoable('Remove the cause, then ask for the rest.'),
    news: { tone: 'warning', title: 'is applied, but not all of it', text: [NOTE] },
  },
  /** No answer told that it was written, and a reading shows it. */
  late: { ...OUTCOME_ROWS['found-later'], story: [NOTE, FOLLOWED] },
  missing: { ...OUTCOME_ROWS['not-written'], story: [NOTE, WATCHED] },
} as const satisfies Record<string, StatusRow>;

/** "1 of 2", behind a word. */
function ofAll(word: string, of: 'taken' | 'done', behind: (orders: Orders) => string = () => ''): Text {
  return ({ orders }) => (orders ? `${word}: ${orders[of]} of ${orders.total}${behind(orders)}` : word);
}

const NOT_DONE = { failed: 'failed', timedOut: 'timed out', cancelled: 'cancelled', open: 'not known' } as const;

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
  return most === null ? ', not all' : `, ${orders.not[most]} ${NOT_DONE[most]}`;
}

/** Of orders none of which ended as asked. */
const ofNone: Text = ({ orders }) => {
  if (!orders) return 'Failed';
  const most = mostly(orders);
  const word = most === 'timedOut' ? 'Timed out' : 'Failed';
  return `${word}: ${orders.done} of ${orders.total} done${most === 'cancelled' ? others(orders) : ''}`;
};

function isMostly(cause: keyof Orders['not'], then: string, otherwise: string): Text {
  return ({ orders }) => (orders && mostly(orders) === cause ? then : otherwise);
}

/** @param why where to look first, unless somebody cancelled it */
function again(why: string, step: string): Text {
  return (facts) => {
    const first = facts.orders && mostly(facts.orders) === 'cancelled' ? '' : `${why} `;
    return `${first}${step} select Ask again or write "ask again ${facts.number}".`;
  };
}

const WHY = 'Look in Defender why.';

const ordered = { ...OUTCOME_ROWS.written, story: [NOTE, FOLLOWED], ended: 'Ordered' } satisfies StatusRow;

/** Rows for orders on devices, which Defender took, by how they end there. */
export const ORDER_ROWS: Readonly<Record<Orders['end'], StatusRow>> = {
  running: {
    ...ordered,
    tone: 'info',
    sign: '●',
    heading: ofAll('Ordered', 'taken'),
    short: 'Ordered',
    sentence: ({ approvers }) => `Already ordered, approved by ${approvers}. Its card says how it ends.`,
    next: 'Defender passes it on to the devices. This card says how it ends.',
    news: { tone: 'info', title: 'is ordered', text: [NOTE, 'Its card says how it ends.'] },
  },
  done: {
    ...ordered,
    heading: ofAll('Done', 'done'),
    short: 'Done',
    next: undoable('Nothing to do.'),
    news: { tone: 'good', title: 'is done', text: [FOLLOWED] },
  },
  part: {
    ...ordered,
    tone: 'warning',
    sign: '●',
    heading: ofAll('Done', 'done', others),
    short: 'Not all done',
    story: [NOTE, FOLLOWED, WATCHED],
    sentence: ({ orders }) => `Ordered, and done on ${orders?.done ?? 0} of ${orders?.total ?? 0} devices.`,
    next: again(WHY, 'To order it again where it was not done,'),
    news: {
      tone: 'warning',
      title: isMostly('cancelled', 'was cancelled before it was done on all devices', 'is not done on all devices'),
      text: 'story-and-next',
    },
  },
  failed: {
    ...ordered,
    tone: 'attention',
    sign: '✕',
    heading: ofNone,
    short: 'Failed',
    sentence: isMostly(
      'timedOut',
      'Defender took the order, and it was done on no device in time.',
      'Defender took the order, and it failed on every device.',
    ),
    next: again(WHY, 'To order it again,'),
    news: {
      tone: 'attention',
      title: isMostly('timedOut', 'timed out on the devices', 'failed on the devices'),
      text: 'story-and-next',
    },
  },
  cancelled: {
    ...ordered,
    tone: 'warning',
    sign: '✕',
    heading: ofAll('Cancelled', 'done', () => ' done'),
    short: 'Cancelled',
    sentence: 'The order was cancelled before it was done on any device.',
    next: again('', 'To order it again,'),
    news: { tone: 'warning', title: 'was cancelled', text: [FOLLOWED] },
  },
};
