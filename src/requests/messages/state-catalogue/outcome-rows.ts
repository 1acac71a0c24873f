import { msg, t } from '../../../shared/language/worded.ts';
import type { OutcomeCode } from '../../record/request.ts';
import { STATE_ROWS } from './state-rows.ts';
import { type Facts, NOTE, type StatusRow, type Text, textOf, WATCHED } from './status-row.ts';

const { applied, failed } = STATE_ROWS;

/** Adds how to undo what was applied, whoever wrote it; the card has a button for it where a revert may succeed. */
export function undoable(step: Text): { readonly reader: Text; readonly others: Text } {
  const reader = (facts: Facts) => {
    const { number, barred, undoneBy: by, undoneInPart } = facts;
    if (by !== null) return undoneWords(by);
    if (barred !== null) return barred.why === undefined ? textOf(step, facts) : `${textOf(step, facts)} ${barred.why}`;
    return undoneInPart === ''
      ? t`${textOf(step, facts)} Whoever may ask for changes can undo it with "revert ${number}".`
      : t`${textOf(step, facts)} Whoever may ask for changes can undo the rest with "revert ${number}".`;
  };
  const others = (facts: Facts) => {
    const { number, barred, undoneBy: by, undoneInPart } = facts;
    if (by !== null) return undoneWords(by);
    if (barred === null)
      return undoneInPart === ''
        ? t`${textOf(step, facts)} To undo it, select Revert or write "revert ${number}"; that needs an approval too.`
        : t`${textOf(step, facts)} To undo the rest, select Revert or write "revert ${number}"; that needs an approval too.`;
    if (barred.why !== undefined) return `${textOf(step, facts)} ${barred.why}`;
    const how = barred.instead === null ? t`ask for what it should be` : t`write "${barred.instead}"`;
    return t`${textOf(step, facts)} Not all that was before is known, so there is no revert. To change it back, ${how}; that needs an approval too.`;
  };
  return { reader, others };
}

export function undoneWords(request: number): string {
  return t`Nothing to do: request #${request} undid it.`;
}

/** The same in an answer; empty where there is no revert. */
export function undoneBy({ number, barred, undoneBy: by }: Facts): string {
  return barred === null && by === null ? t` "revert ${number}" asks to undo it.` : '';
}

const written: StatusRow = {
  ...applied,
  story: [({ system }) => t`Written to ${system} and read back: the tenant is as asked.`],
  next: undoable(msg`Nothing to do.`),
  ended: msg`Applied`,
};

/** There is the word of whoever applied it by hand. */
export const ATTESTED_ROW: StatusRow = {
  ...applied,
  tone: 'info',
  heading: msg`Applied, attested`,
  named: ({ attestedBy }) => t`Applied, attested by ${attestedBy} (not readable by API)`,
  short: msg`Applied, attested`,
  sentence: (facts) =>
    t`Already applied, as ${facts.attestedBy} attests; approved by ${facts.approvers}.${undoneBy(facts)}`,
  story: [
    msg`Applied by hand. No supported API can read the parts under "Attested": for them, Airlock has only the word of the person who applied it.`,
  ],
  next: undoable(msg`Nothing to do. To be sure, look at the setting in the Defender portal.`),
  news: { tone: 'info', title: ({ attestedBy }) => t`is applied, attested by ${attestedBy}`, text: [NOTE] },
  ended: msg`Checked`,
};

const NOT_YET: Text = ({ system }) =>
  t`${system} may still show it. Look at the setting in the portal before anybody asks again.`;

/** A row for each way in which applying ends. */
export const OUTCOME_ROWS: Readonly<Record<OutcomeCode, StatusRow>> = {
  written,
  'in-place': {
    ...applied,
    heading: msg`Already in place`,
    story: [msg`The tenant was already as asked when Airlock was about to apply this. Airlock wrote nothing.`],
    next: undoable(msg`Nothing to do. Somebody made this change outside Airlock: ask who, if you do not know.`),
  },
  'found-later': {
    ...applied,
    heading: msg`In place, found later`,
    story: [
      ({ system }) =>
        t`${system} gave no clear answer when Airlock wrote. A later reading shows the tenant as asked. A reading does not tell who set it.`,
    ],
    next: undoable(msg`Nothing to do.`),
  },
  refused: {
    ...failed,
    heading: msg`Failed, refused`,
    story: [NOTE, WATCHED],
    next: msg`Remove the cause, then ask again.`,
  },
  'not-shown': {
    ...failed,
    heading: msg`Failed, accepted but not shown`,
    story: [
      ({ system, begun, waited }) =>
        t`Accepted by ${system} (${begun}), and not shown after ${waited}: readings show the tenant as it was.`,
      WATCHED,
    ],
    next: NOT_YET,
  },
  'not-written': {
    ...failed,
    heading: msg`Failed, not shown`,
    story: [
      ({ system, begun, waited }) =>
        t`${system} gave no clear answer to the write (${begun}), and readings over ${waited} show the tenant as it was: the change may not have arrived.`,
      WATCHED,
    ],
    next: NOT_YET,
  },
  'other-state': {
    ...failed,
    heading: msg`Failed, the tenant is in another state`,
    story: [
      ({ system }) =>
        t`${system} did not confirm the write, and a later reading shows the tenant neither as it was nor as asked: somebody else may have changed it meanwhile.`,
      WATCHED,
    ],
  },
  verified: {
    ...applied,
    heading: msg`Applied, read back`,
    short: msg`Applied, read back`,
    sentence: (facts) => t`Already applied and read back, approved by ${facts.approvers}.${undoneBy(facts)}`,
    story: [msg`Applied by hand. Airlock then read every part of it in Defender: the tenant is as asked.`],
    next: undoable(msg`Nothing to do.`),
    news: { tone: 'good', title: msg`is applied, read back`, text: [NOTE] },
    ended: msg`Checked`,
  },
  attested: ATTESTED_ROW,
  surfaced: {
    ...applied,
    tone: 'info',
    heading: msg`Applied, seen later`,
    short: msg`Applied, seen later`,
    sentence: (facts) =>
      t`${facts.system} showed this as asked after the request had ended; approved by ${facts.approvers}.${undoneBy(facts)}`,
    story: [NOTE],
    next: undoable(msg`Nothing to do.`),
    news: { tone: 'info', title: ({ system }) => t`shows after all: ${system} has it as asked`, text: [NOTE] },
    ended: msg`Seen`,
  },
};

/** Written and read back, but somebody else changed something else meanwhile. */
export const WRITTEN_BESIDE_OTHERS_ROW: StatusRow = {
  ...written,
  story: [...written.story, ({ warning }) => warning],
  next: undoable(msg`Check whether that change was intended.`),
};

/** The tenant had accepted the write, and no reading right after it showed it. */
export const ACCEPTED_SHOWN_ROW: StatusRow = {
  ...OUTCOME_ROWS['found-later'],
  heading: msg`Applied, accepted and shown later`,
  story: [
    ({ system, begun, shown }) =>
      t`${system} accepted the change (${begun}). A reading of ${shown} is the first to show the tenant as asked. Airlock wrote once.`,
  ],
};

/** Some parts were read; for the others there is only the word of whoever applied it. */
export const ATTESTED_IN_PART_ROW: StatusRow = {
  ...ATTESTED_ROW,
  heading: msg`Applied, in part attested`,
  named: ({ attestedBy }) => t`Applied, in part attested by ${attestedBy} (not readable by API)`,
};

/** Some parts were read after all; for the others there is only the word of whoever applied it. */
export const SURFACED_IN_PART_ROW: StatusRow = {
  ...OUTCOME_ROWS.surfaced,
  heading: msg`Applied, in part seen later`,
  named: ({ attestedBy }) => t`Applied, in part seen later, in part attested by ${attestedBy}`,
  short: msg`Applied, in part seen later`,
  sentence: ({ system, attestedBy, approvers, number }) =>
    t`${system} showed a part of this as asked after the request had ended, and ${attestedBy} attests the others; approved by ${approvers}. "revert ${number}" asks to undo it.`,
  news: { tone: 'info', title: ({ system }) => t`shows after all: ${system} has a part of it as asked`, text: [NOTE] },
};

/** What Airlock writes itself comes after the report of what people apply. */
export const ASK_FOR_REST = msg`Airlock writes its own part once the rest is reported, and this expired before: ask for it anew.`;

/** A reading shows what people were to apply, and Airlock wrote none of its own part. */
export const SURFACED_UNWRITTEN_ROW: StatusRow = {
  ...OUTCOME_ROWS.surfaced,
  tone: 'warning',
  heading: msg`Applied in part, seen later`,
  short: msg`Applied in part, seen later`,
  sentence: (facts) =>
    t`${facts.system} showed a part of this as asked after the request had ended, and Airlock did not write the rest; approved by ${facts.approvers}.${undoneBy(facts)}`,
  next: undoable(ASK_FOR_REST),
  news: { tone: 'info', title: ({ system }) => t`shows after all: ${system} has a part of it as asked`, text: [NOTE] },
};

/** There is the word of whoever applied it, and the list that should show it did not in all that time. */
export const ATTESTED_UNSEEN_ROW: StatusRow = {
  ...ATTESTED_ROW,
  tone: 'warning',
  heading: msg`Applied, attested, not shown yet`,
  named: ({ attestedBy }) => t`Applied, attested by ${attestedBy} (not shown yet)`,
  short: msg`Attested, not shown yet`,
  story: [NOTE, WATCHED],
  next: undoable(msg`Look at the setting in the Defender portal: nothing that Airlock can read shows it.`),
  news: {
    tone: 'warning',
    title: ({ attestedBy }) => t`is applied, attested by ${attestedBy}, not shown yet`,
    text: 'story',
  },
};

/** It read as asked for a while, and does not any more; nobody reported it. */
export const NO_MORE_ROW: StatusRow = {
  ...OUTCOME_ROWS.surfaced,
  tone: 'warning',
  heading: msg`Seen later, and not any more`,
  short: msg`Seen, not any more`,
  sentence: ({ system }) => t`${system} showed this as asked for a while, and does not any more.`,
  story: [NOTE, WATCHED],
  next: msg`Look at the setting in the Defender portal before anybody asks again.`,
  news: { tone: 'warning', title: ({ system }) => t`shows no more: ${system} has it as it was`, text: [NOTE] },
};

/** It was not read that it was so already: somebody says so, or Microsoft's audit log does. */
export const IN_PLACE_BY_WORD_ROW: StatusRow = {
  ...OUTCOME_ROWS['in-place'],
  tone: 'info',
  heading: msg`Already in place, by what is known`,
  story: [({ known }) => t`The tenant was as asked already, ${known}. Airlock did not read it, and wrote nothing.`],
  next: undoable(msg`If the portal shows otherwise, write what you see, and ask again.`),
};

/** Whoever says so approved the request, too. */
export const IN_PLACE_BY_APPROVER_ROW: StatusRow = {
  ...IN_PLACE_BY_WORD_ROW,
  tone: 'warning',
  sign: '●',
  story: [...IN_PLACE_BY_WORD_ROW.story, ({ warning }) => warning],
  next: undoable(msg`Let somebody else look in the portal, and ask who applied it.`),
};
