import { msg, t } from '../../../shared/language/worded.ts';
import { type StatusRow, type Text, textOf } from './status-row.ts';

/** What went ahead on one person's word is never said to be approved: its other words go by `isAlone`. */
export function withoutApproval(row: StatusRow): StatusRow {
  return {
    ...row,
    short: row.short === 'Approved' ? msg`Goes ahead` : row.short,
  };
}

const SETTLE: Text = ({ number }) =>
  t`Another admin than who did it looks at it, then approves it afterwards, or undoes it: select Revert, or write "revert ${number}", which needs an approval, too.`;

const OWES = msg`Another admin must approve it or undo it. Until then you cannot start another emergency.`;

const SETTLE_UNKNOWN: Text = ({ number }) =>
  t`Another admin than who did it may approve it already. To undo what may have been done, write "revert ${number}", which needs an approval, too.`;

const OWES_UNKNOWN = msg`Another admin must approve it. Until then you cannot start another emergency.`;

const OWED: Text = ({ owed }) => owed;

/** In lists: an emergency of which nothing was sent so far. */
export function unsentRow(row: StatusRow): StatusRow {
  return { ...row, short: msg`Not sent yet` };
}

/** An emergency that did nothing: whoever did it may start another. */
export function withoutDebt(row: StatusRow): StatusRow {
  return {
    ...row,
    sentence: (facts) => `${textOf(row.sentence, facts)} ${facts.owed}`.trim(),
    story: [...row.story, OWED],
    news: row.news && typeof row.news.text !== 'string' ? { ...row.news, text: [...row.news.text, OWED] } : row.news,
  };
}

/** An emergency that nobody has approved or undone so far: nobody may miss that it is owed. */
export function withDebt(row: StatusRow, isKnown: boolean): StatusRow {
  return {
    ...row,
    tone: 'warning',
    sign: '●',
    heading: (facts) => t`${textOf(row.heading, facts)}, approval owed`,
    short: msg`Approval owed`,
    sentence: (facts) => `${textOf(row.sentence, facts)} ${facts.owed}`.trim(),
    story: [...row.story, OWED],
    next: isKnown ? { requester: OWES, others: SETTLE } : { requester: OWES_UNKNOWN, others: SETTLE_UNKNOWN },
  };
}
