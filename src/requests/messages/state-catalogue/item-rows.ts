import type { Orders } from '../../record/told-by-request.ts';
import { OUTCOME_ROWS, undoable } from './outcome-rows.ts';
import { STATE_ROWS } from './state-rows.ts';
import { type Facts, NOTE, type StatusRow, type Text } from './status-row.ts';

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
    story: [NOTE, FOLLOWED],
    news: { tone: 'warning', title: 'is applied, but not all of it', text: [NOTE] },
  },
} as const satisfies Record<string, StatusRow>;

/** "1 of 2", behind a word. */
function ofAll(word: string, of: 'taken' | 'done', behind = ''): Text {
  return ({ orders }) => `${word}: ${orders?.[of] ?? 0} of ${orders?.total ?? 0}${behind}`;
}

function again(step: string): Text {
  return ({ number }) => `${step} select Ask again or write "ask again ${number}".`;
}

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
    heading: ofAll('Done', 'done', ', not all'),
    short: 'Not all done',
    sentence: ({ orders }) => `Ordered, and done on ${orders?.done ?? 0} of ${orders?.total ?? 0} devices.`,
    next: again('Look in Defender why. To order it again where it was not done,'),
    news: { tone: 'warning', title: 'is not done on all devices', text: 'story-and-next' },
  },
  failed: {
    ...ordered,
    tone: 'attention',
    sign: '✕',
    heading: ofAll('Failed', 'done', ' done'),
    short: 'Failed',
    sentence: 'Defender took the order, and it failed on every device.',
    next: again('Look in Defender why. To order it again,'),
    news: { tone: 'attention', title: 'failed on the devices', text: 'story-and-next' },
  },
  cancelled: {
    ...ordered,
    tone: 'warning',
    sign: '✕',
    heading: ofAll('Cancelled', 'done', ' done'),
    short: 'Cancelled',
    sentence: 'The order was cancelled before it was done on any device.',
    next: again('To order it again,'),
    news: { tone: 'warning', title: 'was cancelled', text: [FOLLOWED] },
  },
};
