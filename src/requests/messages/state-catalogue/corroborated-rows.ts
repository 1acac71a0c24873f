import { msg, say, t } from '../../../shared/language/worded.ts';
import type { Corroboration, Outcome, Request } from '../../record/request.ts';
import { corroborationsIn, isCorroborated } from '../../record/told-by-request.ts';
import { ASK_FOR_REST, ATTESTED_ROW, undoable, undoneBy } from './outcome-rows.ts';
import { type Facts, NOTE, type StatusRow, type Text, WATCHED } from './status-row.ts';

/** What the log dates before the approval is not said to be made after it. */
function orBefore(after: string, before: string): Text {
  return ({ isBefore }) => say(isBefore ? before : after);
}

const BY_RECORD = orBefore(
  msg`Applied by hand. Microsoft's audit log has a record of exactly this change, made after its approval.`,
  msg`Applied by hand. Microsoft's audit log has a record of exactly this change.`,
);

/** Applied by hand, and Microsoft's audit log has a record of exactly this change. */
export const CORROBORATED_ROW: StatusRow = {
  ...ATTESTED_ROW,
  tone: 'good',
  heading: msg`Applied, corroborated`,
  named: ({ namedInLog }) => t`Applied by ${namedInLog}, corroborated by Microsoft's audit log`,
  short: msg`Applied, corroborated`,
  sentence: (facts) =>
    t`Already applied by ${facts.namedInLog}, as Microsoft's audit log says; approved by ${facts.approvers}.${undoneBy(facts)}`,
  story: [BY_RECORD],
  next: undoable(msg`Nothing to do.`),
  news: { tone: 'good', title: msg`is applied, corroborated by Microsoft's audit log`, text: [BY_RECORD] },
};

/**
 * Nobody reported it before it ended, or no reading showed it, and Microsoft's audit log has a record of exactly this
 * change.
 */
const CORROBORATED_LATE_ROW: StatusRow = {
  ...CORROBORATED_ROW,
  heading: msg`Applied, corroborated later`,
  short: msg`Applied, corroborated`,
  story: [NOTE, WATCHED],
  news: { tone: 'info', title: msg`is applied after all, as Microsoft's audit log says`, text: [NOTE] },
};

const LOOK_FOR_REST = msg`Look in the Defender portal what became of the rest before anybody asks again.`;

/** Nobody reported several changes before they expired, and the log has a record of some of them. */
export const CORROBORATED_LATE_IN_PART_ROW: StatusRow = {
  ...CORROBORATED_LATE_ROW,
  tone: 'warning',
  heading: msg`Applied in part, as Microsoft's audit log says`,
  named: ({ namedInLog }) =>
    t`Applied in part by ${namedInLog}, as Microsoft's audit log says; nothing shows the rest so far`,
  short: msg`Applied in part, corroborated`,
  sentence: (facts) =>
    t`Applied in part by ${facts.namedInLog}, as Microsoft's audit log says; approved by ${facts.approvers}. Nothing shows the rest so far.${undoneBy(facts)}`,
  next: undoable(LOOK_FOR_REST),
  news: { tone: 'info', title: msg`is applied in part after all, as Microsoft's audit log says`, text: [NOTE] },
};

/** The same where the log has each change that people were to apply, and Airlock wrote none of its own. */
const CORROBORATED_LATE_UNWRITTEN_ROW: StatusRow = {
  ...CORROBORATED_LATE_IN_PART_ROW,
  named: ({ namedInLog }) =>
    t`Applied in part by ${namedInLog}, as Microsoft's audit log says; Airlock did not write the rest`,
  sentence: (facts) =>
    t`Applied in part by ${facts.namedInLog}, as Microsoft's audit log says; approved by ${facts.approvers}. Airlock did not write the rest.${undoneBy(facts)}`,
  next: undoable(ASK_FOR_REST),
};

const BY_ANOTHER = ({ attestedBy, isBefore }: Facts): string =>
  isBefore
    ? t`Applied by hand. Microsoft's audit log has this change, and no record of ${attestedBy} doing it.`
    : t`Applied by hand. Microsoft's audit log has this change, made after its approval, and no record of ${attestedBy} doing it.`;

/** The log has the change, by another person than who said so: it says nothing of that person's word. */
export const CORROBORATED_OTHERWISE_ROW: StatusRow = {
  ...CORROBORATED_ROW,
  heading: msg`Applied, by another person than reported`,
  named: ({ namedInLog, attestedBy }) =>
    t`Applied by ${namedInLog}, as Microsoft's audit log says, and reported by ${attestedBy}`,
  short: msg`Applied, by another than reported`,
  sentence: (facts) =>
    t`Already applied by ${facts.namedInLog}, as Microsoft's audit log says, and reported by ${facts.attestedBy}; approved by ${facts.approvers}.${undoneBy(facts)}`,
  story: [BY_ANOTHER],
  news: { tone: 'warning', title: msg`is applied, by another person than reported`, text: [BY_ANOTHER] },
};

/** The log has records of some of several changes; of the others there is only a word. */
export const CORROBORATED_IN_PART_ROW: StatusRow = {
  ...ATTESTED_ROW,
  heading: msg`Applied, in part corroborated`,
  named: ({ attestedBy }) => t`Applied, in part corroborated, in part attested by ${attestedBy}`,
  short: msg`Applied, in part corroborated`,
  story: [
    msg`Applied by hand. Microsoft's audit log has a record of each part under "Corroborated"; for those under "Attested", Airlock has only the word of the person who applied it.`,
  ],
  news: {
    tone: 'info',
    title: msg`is applied, in part corroborated by Microsoft's audit log`,
    text: [
      msg`Applied by hand. Microsoft's audit log has a record of a part of it; for the rest there is the word of whoever applied it.`,
    ],
  },
};

const BY_EACH = orBefore(
  msg`Applied by hand. Each part was read in Defender, or Microsoft's audit log has a record of it, made after its approval.`,
  msg`Applied by hand. Each part was read in Defender, or Microsoft's audit log has a record of it.`,
);

/** Each of several changes was read, or the log has a record of it. */
const CORROBORATED_PARTS_ROW: StatusRow = {
  ...CORROBORATED_ROW,
  story: [BY_EACH],
  news: { tone: 'good', title: msg`is applied, corroborated by Microsoft's audit log`, text: [BY_EACH] },
};

type Ended = Pick<Request, 'change'> & { readonly outcome: Told };
type Told = Pick<Outcome, 'code' | 'proof' | 'corroborated' | 'corroboratedParts' | 'expiredAt'>;

/** The row of a request that somebody applied by hand, by what the log says; null where it says nothing of it. */
export function corroboratedRow({ change, outcome }: Ended): StatusRow | null {
  const { code, proof, corroborated } = outcome;
  const told = corroborationsIn(outcome);
  if (told.length === 0 || (code !== 'attested' && code !== 'surfaced')) return null;
  if (code === 'surfaced' && corroborated) return proof?.verified.length === 0 ? CORROBORATED_LATE_ROW : null;
  if (!corroborated && proof?.unseen) return null;
  if (outcome.expiredAt !== undefined) return lateRow(proof);
  if (!isCorroborated({ change, outcome })) return CORROBORATED_IN_PART_ROW;
  if (told.some(({ findings }) => findings.includes('another-person'))) return CORROBORATED_OTHERWISE_ROW;
  return corroborated ? CORROBORATED_ROW : CORROBORATED_PARTS_ROW;
}

function lateRow(proof: Told['proof']): StatusRow {
  if (proof?.unknown) return CORROBORATED_LATE_IN_PART_ROW;
  return proof?.unwritten ? CORROBORATED_LATE_UNWRITTEN_ROW : CORROBORATED_LATE_ROW;
}

const FINDINGS: Text = ({ findings }) => findings;

/** The log says something that nobody expected: whoever looks at the card must not miss it. */
export function withFindings(row: StatusRow, logs: readonly Corroboration[]): StatusRow {
  const found = logs.flatMap(({ findings }) => findings);
  const isSetBack = logs.some(({ setBack }) => setBack !== undefined);
  if (found.length === 0 && !isSetBack) return row;
  const { news } = row;
  const isNews = news !== null && typeof news.text !== 'string' && (isSetBack || found.includes('before-approval'));
  return {
    ...row,
    tone: 'warning',
    sign: '●',
    story: [...row.story, FINDINGS],
    next: undoable(stepFor(found)),
    news: isNews ? { ...news, tone: 'warning', text: [...news.text, FINDINGS] } : news,
  };
}

function stepFor(found: Corroboration['findings']): string {
  if (found.includes('another-person')) return msg`Ask both who applied it.`;
  if (found.includes('an-approver') || found.includes('approvers-account'))
    return msg`Ask them why they applied it themselves.`;
  if (found.includes('not-identified')) return msg`Ask whoever may have applied it.`;
  if (found.includes('before-approval')) return msg`Ask whoever applied it whether it was approved by then.`;
  return msg`Look at what was changed outside Airlock: "outside changes" lists it.`;
}
