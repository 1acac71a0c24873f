import type { Corroboration, OutcomeCode } from '../../record/request.ts';
import { STATE_ROWS } from './state-rows.ts';
import { type Facts, NOTE, type StatusRow, type Text, WATCHED } from './status-row.ts';

const { applied, failed } = STATE_ROWS;

/** Adds how to undo what was applied, whoever wrote it; the card has a button for it where a revert may succeed. */
export function undoable(step: string): { readonly reader: Text; readonly others: Text } {
  const reader = ({ number, barred }: Facts) =>
    barred === null ? `${step} Whoever may ask for changes can undo it with "revert ${number}".` : step;
  const others = ({ number, barred }: Facts) => {
    if (barred === null)
      return `${step} To undo it, select Revert or write "revert ${number}"; that needs an approval too.`;
    if (barred.why !== undefined) return `${step} ${barred.why}`;
    const how = barred.instead === null ? 'ask for what it should be' : `write "${barred.instead}"`;
    return `${step} Not all that was before is known, so there is no revert. To change it back, ${how}; that needs an approval too.`;
  };
  return { reader, others };
}

/** The same in an answer; empty where there is no revert. */
function undoneBy({ number, barred }: Facts): string {
  return barred === null ? ` "revert ${number}" asks to undo it.` : '';
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
  sentence: (facts) =>
    `Already applied, as ${facts.attestedBy} attests; approved by ${facts.approvers}.${undoneBy(facts)}`,
  story: [
    'Applied by hand. No supported API can read the parts under "Attested": ' +
      'for them, Airlock has only the word of the person who applied it.',
  ],
  next: undoable('Nothing to do. To be sure, look at the setting in the Defender portal.'),
  news: { tone: 'info', title: ({ attestedBy }) => `is applied, attested by ${attestedBy}`, text: [NOTE] },
  ended: 'Checked',
};

const NOT_YET: Text = ({ system }) =>
  `${system} may still show it. Look at the setting in the portal before anybody asks again.`;

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
        'A later reading shows the tenant as asked. A reading does not tell who set it.',
    ],
    next: undoable('Nothing to do.'),
  },
  refused: {
    ...failed,
    heading: 'Failed, refused',
    story: [NOTE, WATCHED],
    next: 'Remove the cause, then ask again.',
  },
  'not-shown': {
    ...failed,
    heading: 'Failed, accepted but not shown',
    story: [
      ({ system, begun, waited }) =>
        `Accepted by ${system} (${begun}), and not shown after ${waited}: readings show the tenant as it was.`,
      WATCHED,
    ],
    next: NOT_YET,
  },
  'not-written': {
    ...failed,
    heading: 'Failed, not shown',
    story: [
      ({ system, begun, waited }) =>
        `${system} gave no clear answer to the write (${begun}), and readings over ${waited} show the tenant as it was: ` +
        'the change may not have arrived.',
      WATCHED,
    ],
    next: NOT_YET,
  },
  'other-state': {
    ...failed,
    heading: 'Failed, the tenant is in another state',
    story: [
      ({ system }) =>
        `${system} did not confirm the write, and a later reading shows the tenant neither as it was nor as asked: ` +
        'somebody else may have changed it meanwhile.',
      WATCHED,
    ],
  },
  verified: {
    ...applied,
    heading: 'Applied, read back',
    short: 'Applied, read back',
    sentence: (facts) => `Already applied and read back, approved by ${facts.approvers}.${undoneBy(facts)}`,
    story: ['Applied by hand. Airlock then read every part of it in Defender: the tenant is as asked.'],
    next: undoable('Nothing to do.'),
    news: { tone: 'good', title: 'is applied, read back', text: [NOTE] },
    ended: 'Checked',
  },
  attested,
  surfaced: {
    ...applied,
    tone: 'info',
    heading: 'Applied, seen later',
    short: 'Applied, seen later',
    sentence: (facts) =>
      `${facts.system} showed this as asked after the request had ended; approved by ${facts.approvers}.${undoneBy(facts)}`,
    story: [NOTE],
    next: undoable('Nothing to do.'),
    news: { tone: 'info', title: ({ system }) => `shows after all: ${system} has it as asked`, text: [NOTE] },
    ended: 'Seen',
  },
};

/** Applied by hand, and Microsoft's audit log has a record of exactly this change. */
export const CORROBORATED_ROW: StatusRow = {
  ...attested,
  tone: 'good',
  heading: 'Applied, corroborated',
  named: ({ namedInLog }) => `Applied by ${namedInLog}, corroborated by Microsoft's audit log`,
  short: 'Applied, corroborated',
  sentence: (facts) =>
    `Already applied by ${facts.namedInLog}, as Microsoft's audit log says; approved by ${facts.approvers}.${undoneBy(facts)}`,
  story: ["Applied by hand. Microsoft's audit log has a record of exactly this change, made after its approval."],
  next: undoable('Nothing to do.'),
};

/**
 * Nobody reported it before it ended, or no reading showed it, and Microsoft's audit log has a record of exactly this
 * change.
 */
export const CORROBORATED_LATE_ROW: StatusRow = {
  ...CORROBORATED_ROW,
  heading: 'Applied, corroborated later',
  short: 'Applied, corroborated',
  story: [NOTE, WATCHED],
  news: { tone: 'info', title: "is applied after all, as Microsoft's audit log says", text: [NOTE] },
};

/** The log has the change, by another person than who said so: it says nothing of that person's word. */
export const CORROBORATED_OTHERWISE_ROW: StatusRow = {
  ...CORROBORATED_ROW,
  heading: 'Applied, by another person than reported',
  named: ({ namedInLog, attestedBy }) =>
    `Applied by ${namedInLog}, as Microsoft's audit log says, and reported by ${attestedBy}`,
  short: 'Applied, by another than reported',
  sentence: (facts) =>
    `Already applied by ${facts.namedInLog}, as Microsoft's audit log says, and reported by ${facts.attestedBy}; ` +
    `approved by ${facts.approvers}.${undoneBy(facts)}`,
  story: [
    ({ attestedBy }) =>
      `Applied by hand. Microsoft's audit log has this change, made after its approval, and no record of ${attestedBy} doing it.`,
  ],
};

/** The log says something that nobody expected: whoever looks at the card must not miss it. */
export function withFindings(row: StatusRow, found: Corroboration['findings']): StatusRow {
  const step = found.includes('another-person')
    ? 'Ask both who applied it.'
    : found.includes('an-approver') || found.includes('approvers-account')
      ? 'Ask them why they applied it themselves.'
      : 'Ask whoever may have applied it.';
  const story = [...row.story, ({ findings }: Facts) => findings];
  return { ...row, tone: 'warning', sign: '●', story, next: undoable(step) };
}

/** Written and read back, but somebody else changed something else meanwhile. */
export const WRITTEN_BESIDE_OTHERS_ROW: StatusRow = {
  ...written,
  story: [...written.story, ({ warning }) => warning],
  next: undoable('Check whether that change was intended.'),
};

/** The tenant had accepted the write, and no reading right after it showed it. */
export const ACCEPTED_SHOWN_ROW: StatusRow = {
  ...OUTCOME_ROWS['found-later'],
  heading: 'Applied, accepted and shown later',
  story: [
    ({ system, begun, shown }) =>
      `${system} accepted the change (${begun}). ` +
      `A reading of ${shown} is the first to show the tenant as asked. Airlock wrote once.`,
  ],
};

/** Some parts were read; for the others there is only the word of whoever applied it. */
export const ATTESTED_IN_PART_ROW: StatusRow = {
  ...attested,
  heading: 'Applied, in part attested',
  named: ({ attestedBy }) => `Applied, in part attested by ${attestedBy} (not readable by API)`,
};

/** Some parts were read after all; for the others there is only the word of whoever applied it. */
export const SURFACED_IN_PART_ROW: StatusRow = {
  ...OUTCOME_ROWS.surfaced,
  heading: 'Applied, in part seen later',
  named: ({ attestedBy }) => `Applied, in part seen later, in part attested by ${attestedBy}`,
  short: 'Applied, in part seen later',
  sentence: ({ system, attestedBy, approvers, number }) =>
    `${system} showed a part of this as asked after the request had ended, and ${attestedBy} attests the others; ` +
    `approved by ${approvers}. "revert ${number}" asks to undo it.`,
  news: { tone: 'info', title: ({ system }) => `shows after all: ${system} has a part of it as asked`, text: [NOTE] },
};

/** There is the word of whoever applied it, and the list that should show it did not in all that time. */
export const ATTESTED_UNSEEN_ROW: StatusRow = {
  ...attested,
  tone: 'warning',
  heading: 'Applied, attested, not shown yet',
  named: ({ attestedBy }) => `Applied, attested by ${attestedBy} (not shown yet)`,
  short: 'Attested, not shown yet',
  story: [NOTE, WATCHED],
  next: undoable('Look at the setting in the Defender portal: nothing that Airlock can read shows it.'),
  news: {
    tone: 'warning',
    title: ({ attestedBy }) => `is applied, attested by ${attestedBy}, not shown yet`,
    text: 'story',
  },
};

/** It read as asked for a while, and does not any more; nobody reported it. */
export const NO_MORE_ROW: StatusRow = {
  ...OUTCOME_ROWS.surfaced,
  tone: 'warning',
  heading: 'Seen later, and not any more',
  short: 'Seen, not any more',
  sentence: ({ system }) => `${system} showed this as asked for a while, and does not any more.`,
  story: [NOTE, WATCHED],
  next: 'Look at the setting in the Defender portal before anybody asks again.',
  news: { tone: 'warning', title: ({ system }) => `shows no more: ${system} has it as it was`, text: [NOTE] },
};

/** It was not read that it was so already: somebody says so, or Microsoft's audit log does. */
export const IN_PLACE_BY_WORD_ROW: StatusRow = {
  ...OUTCOME_ROWS['in-place'],
  tone: 'info',
  heading: 'Already in place, by what is known',
  story: [({ known }) => `The tenant was as asked already, ${known}. Airlock did not read it, and wrote nothing.`],
  next: undoable('If the portal shows otherwise, write what you see, and ask again.'),
};

/** Whoever says so approved the request, too. */
export const IN_PLACE_BY_APPROVER_ROW: StatusRow = {
  ...IN_PLACE_BY_WORD_ROW,
  tone: 'warning',
  sign: '●',
  story: [...IN_PLACE_BY_WORD_ROW.story, ({ warning }) => warning],
  next: undoable('Let somebody else look in the portal, and ask who applied it.'),
};
