import type { OutcomeCode } from '../../record/request.ts';
import { STATE_ROWS } from './state-rows.ts';
import { type Facts, NOTE, type StatusRow } from './status-row.ts';

const { applied, failed } = STATE_ROWS;

/** Adds how to undo what was applied, whoever wrote it; the card has a button for it. */
function undoable(step: string): (facts: Facts) => string {
  return ({ number }) => `${step} To undo it, select Revert or write "revert ${number}"; that needs an approval too.`;
}

const written: StatusRow = {
  ...applied,
  story: [({ system }) => `Written to ${system} and read back: the tenant is as asked.`],
  next: undoable('Nothing to do.'),
  ended: 'Applied',
};

const attested: StatusRow = {
  ...applied,
  tone: 'info',
  heading: 'Applied, attested',
  named: ({ attestedBy }) => `Applied, attested by ${attestedBy} (not readable by API)`,
  short: 'Applied, attested',
  sentence: ({ attestedBy, approvers, number }) =>
    `Already applied, as ${attestedBy} attests; approved by ${approvers}. "revert ${number}" asks to undo it.`,
  story: [
    'Applied by hand. No supported API can read the parts under "Attested": ' +
      'for them, Airlock has only the word of the person who applied it.',
  ],
  next: undoable('Nothing to do. To be sure, look at the setting in the Defender portal.'),
  news: { tone: 'info', title: ({ attestedBy }) => `is applied, attested by ${attestedBy}`, text: [NOTE] },
  ended: 'Checked',
};

/** A row for each way in which applying ends. */
export const OUTCOME_ROWS: Readonly<Record<OutcomeCode, StatusRow>> = {
  written,
  'in-place': {
    ...applied,
    heading: 'Already in place',
    story: ['The tenant was already as asked when Airlock was about to apply this. Airlock wrote nothing.'],
    next: undoable('Nothing to do. Somebody made this change outside Airlock: ask who, if you do not know.'),
  },
  'found-later': {
    ...applied,
    heading: 'In place, found later',
    story: [
      ({ system }) =>
        `${system} gave no clear answer when Airlock wrote. ` +
        'A later reading shows the tenant as asked; Airlock wrote at most once.',
    ],
    next: undoable('Nothing to do.'),
  },
  refused: {
    ...failed,
    heading: 'Failed, refused',
    story: [NOTE],
    next: 'Remove the cause, then ask again.',
  },
  'not-written': {
    ...failed,
    heading: 'Failed, not written',
    story: [
      ({ system }) =>
        `The change did not reach ${system}: a later reading shows the tenant as it was. Nothing was changed.`,
    ],
    next: 'Ask again if it is still wanted.',
  },
  'other-state': {
    ...failed,
    heading: 'Failed, the tenant is in another state',
    story: [
      ({ system }) =>
        `${system} gave no clear answer, and a later reading shows the tenant neither as it was nor as asked: ` +
        'somebody else changed it meanwhile.',
    ],
  },
  verified: {
    ...applied,
    heading: 'Applied, verified',
    short: 'Applied, verified',
    sentence: ({ approvers, number }) =>
      `Already applied and verified, approved by ${approvers}. "revert ${number}" asks to undo it.`,
    story: ['Applied by hand. Airlock then read every part of it in Defender: the tenant is as asked.'],
    next: undoable('Nothing to do.'),
    news: { tone: 'good', title: 'is applied, verified', text: [NOTE] },
    ended: 'Checked',
  },
  attested,
};

/** Written and read back, but somebody else changed something else meanwhile. */
export const WRITTEN_BESIDE_OTHERS_ROW: StatusRow = {
  ...written,
  story: [...written.story, ({ warning }) => warning],
  next: undoable('Check whether that change was intended.'),
};

/** Some parts were read; for the others there is only the word of whoever applied it. */
export const ATTESTED_IN_PART_ROW: StatusRow = {
  ...attested,
  heading: 'Applied, in part attested',
  named: ({ attestedBy }) => `Applied, in part attested by ${attestedBy} (not readable by API)`,
};
