import type { Facts, NextStep, StatusRow, StatusViewer, Text } from './status-row.ts';

/** What went ahead on one person's word is never said to be approved. */
export function withoutApproval(row: StatusRow): StatusRow {
  return {
    ...row,
    heading: (facts) => said(row.heading, facts).replace(/^Approved\b/u, 'On one person’s word'),
    short: row.short === 'Approved' ? 'Goes ahead' : row.short,
    sentence: (facts) => said(row.sentence, facts).replace('was approved', 'went ahead on one person’s word'),
  };
}

const SETTLE: Text = ({ number }) =>
  `Look at what was done. Then approve it afterwards, or undo it: select Revert, or write "revert ${number}".`;

/** An emergency that nobody has approved or undone so far: nobody may miss that it is owed. */
export function withDebt(row: StatusRow): StatusRow {
  return {
    ...row,
    tone: 'warning',
    sign: '●',
    heading: (facts) => `${said(row.heading, facts)}, approval owed`,
    short: 'Approval owed',
    sentence: (facts) => `${said(row.sentence, facts)} ${facts.owed}`.trim(),
    story: [...row.story, ({ owed }) => owed],
    next: settledBy(row.next),
  };
}

function settledBy(next: NextStep): NextStep {
  const others: Text = typeof next === 'object' ? next.others : next;
  const steps: Partial<Record<StatusViewer, Text>> = typeof next === 'object' ? next : {};
  return { ...steps, others, approver: SETTLE, requester: others };
}

function said(text: Text, facts: Facts): string {
  return typeof text === 'string' ? text : text(facts);
}
