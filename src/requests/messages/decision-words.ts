import { kindOf, systemName } from '../../changes/registry/kind-of.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { midSentence } from '../../shared/language/in-sentences.ts';
import { ENGLISH } from '../../shared/language/languages.ts';
import { languageNow, msg, say, t } from '../../shared/language/worded.ts';
import { fullName } from '../record/actor-names.ts';
import type { ApprovedRequest, Lapsed, PendingRequest, Request } from '../record/request.ts';
import { mayAskAgain } from '../record/told-by-request.ts';
import type { AmongOthers } from './among-others.ts';
import type { NoticeData, Tone } from './answers.ts';
import { untouched } from './state-catalogue/handed-over.ts';
import { stateSentence } from './state-catalogue/state-words.ts';
import { shortWords } from './state-catalogue/status-of.ts';

/** What somebody is told whose button or typed digest does not fit what is stored. */
export const NOT_AS_SEEN = {
  typed: (number: number) =>
    t`The digest you wrote is not that of #${number}, so nothing was done. Write "show ${number}" and compare it.`,
  earlierVersion: msg`That card was drawn by an earlier version of Airlock, so nothing was done. This is the request as it is now: look at it, then press again.`,
  draft: msg`The draft was changed after that card was drawn, so nothing was done. This is the draft as it is now: look at it, then press again.`,
  card: msg`That card showed something else than what is stored, so nothing was done. Tell whoever operates Airlock, unless you know why. This is the request as it is stored now.`,
  needsCard: (number: number, mode: 'with-digest' | 'off') =>
    mode === 'off'
      ? t`Nothing was decided: here, decisions are made on cards alone. This is your card of #${number}; look at the change, then press.`
      : t`Nothing was decided: a number alone does not show that you have seen the change. This is your card of #${number}; look at it, then press, or write its digest after the number.`,
  takenBack: msg`You took your approval back after that card was drawn, so nothing was done. This is the request as it is now: press again if you approve it after all.`,
  takenBackTyped: (number: number) =>
    t`Nothing was decided: you took your approval of #${number} back. This is your card of it; press if you approve it after all.`,
  swapped: msg`That card showed something else than what is stored, so nothing was done.`,
  notRecorded: (number: number, recorded: string | null) =>
    t`Nothing was decided: somebody changed #${number} in the database. By the record it is ${recorded === null ? t`not known` : midSentence(shortWords(recorded))}. Tell whoever operates Airlock.`,
  busy: msg`Others act on this request at this very moment, so nothing was done. This is the request as it is now; try again.`,
} as const;

/** Rows and characters of a change that fit a sentence. */
const MOST_ROWS = 3;
const MOST_VALUE = 60;

/** The change and its direction: "Turn on Tamper protection (Tamper protection: Off → On), asked for by Alice." */
function changeSentence({ change, base, requester }: Request): string {
  const rules = kindOf(change);
  const rows = rules.diff(change, base);
  const shown = rows.slice(0, MOST_ROWS).map(({ label, from, to }) => `${label}: ${cut(from)} → ${cut(to)}`);
  const more = rows.length > MOST_ROWS ? [t`and ${rows.length - MOST_ROWS} more`] : [];
  const direction = rows.length === 0 ? '' : ` (${[...shown, ...more].join('; ')})`;
  const asked = t`${rules.title(change)}${direction}, asked for by ${fullName(requester)}.`;
  return rules.risk(change, base).lowersProtection ? t`${asked} It lowers protection.` : asked;
}

function cut(value: string): string {
  return value.length <= MOST_VALUE ? value : `${value.slice(0, MOST_VALUE - 1)}…`;
}

/**
 * What became of a request, without a word of what it asks for.
 * @param why the directory's own reason for saying nothing, a sentence
 */
export function outcomeSentence({ number, state }: Request, why: string): string {
  const words = languageNow() === ENGLISH ? state : shortWords(state);
  return t`#${number} is now ${words}. ${why} So Airlock shows no more of it.`;
}

export type Decided = 'cancel' | 'approve' | 'reject' | 'withdraw' | 'attest' | 'take-back';

/** What else the words of a decision depend on. */
export interface DecisionFacts {
  /** How many approvals it takes. */
  readonly quorum: number;
  /** Whether a person applies it. */
  readonly byHand: boolean;
  /** Whether an approval of whoever decided counted before. */
  readonly hadApproved: boolean;
  /** Whether they had decided so before, so that nothing was done now. */
  readonly isRepeated: boolean;
}

/** The answer to somebody who has just decided in words: the change, its direction, and what comes next. */
export function decisionNotice(decided: Decided, after: AmongOthers, facts: DecisionFacts): NoticeData {
  const again = facts.isRepeated ? `${say(REPEATED[decided])} ` : '';
  const text = `${changeSentence(after)} ${again}${nextWords(decided, after, facts)}`;
  const { number } = after;
  const suggestions = [`show ${number}`, ...(mayAskAgain(after) ? [`ask again ${number}`] : [])];
  return { tone: decided === 'approve' ? 'good' : 'info', title: titleOf(decided, after, facts), text, suggestions };
}

const UNKEPT = msg`Nothing was done this time, and what you wrote now is not kept.`;
const REPEATED: Readonly<Record<Decided, string>> = {
  approve: UNKEPT,
  reject: UNKEPT,
  withdraw: msg`Nothing was done this time.`,
  cancel: msg`Nothing was done this time.`,
  attest: msg`Nothing was done this time.`,
  'take-back': msg`Nothing was done.`,
};

function titleOf(decided: Decided, { number, closing, state }: Request, facts: DecisionFacts): string {
  const { hadApproved, isRepeated } = facts;
  switch (decided) {
    case 'approve':
      return isRepeated ? t`You had approved #${number} already` : t`You approved #${number}`;
    case 'reject':
      if (closing?.code === 'stopped' || state === 'applying')
        return isRepeated ? t`You had stopped #${number} already` : t`You stopped #${number}`;
      return isRepeated ? t`You had rejected #${number} already` : t`You rejected #${number}`;
    case 'withdraw':
      return isRepeated ? t`You had withdrawn #${number} already` : t`You withdrew #${number}`;
    case 'cancel':
      return isRepeated
        ? t`You had asked already to cancel what is open of #${number}`
        : t`You asked to cancel what is open of #${number}`;
    case 'attest':
      return isRepeated ? t`You had reported #${number} as applied already` : t`You reported #${number} as applied`;
    case 'take-back':
      return hadApproved ? t`You took back your approval of #${number}` : t`No approval of yours counts on #${number}`;
  }
}

function nextWords(decided: Decided, after: AmongOthers, facts: DecisionFacts): string {
  switch (decided) {
    case 'approve':
      return afterApproval(after, facts);
    case 'reject':
      if (after.state === 'applying') return say(HALTED);
      return after.closing?.code === 'stopped'
        ? t`You stopped it after its approval. ${untouched(after)}`
        : untouched(after);
    case 'withdraw':
      return untouched(after);
    case 'cancel':
      return t`Airlock cancels what has not ended in Defender; the card will say what became of each.`;
    case 'attest':
      return t`Your name is recorded. Airlock now reads what can be read of it in Defender; the card will show the result.`;
    case 'take-back':
      return `${given(after, facts)} ${afterTakeBack(after, facts)}`;
  }
}

const HALTED = msg`Nothing more of it is sent. What was sent before stays, and the card will say how much that is.`;

function afterApproval(after: AmongOthers, facts: DecisionFacts): string {
  if (after.state === 'pending') return t`${given(after, facts)} Another admin must approve, too.`;
  if (after.state !== 'approved' || after.handover || facts.isRepeated) return stateSentence(after);
  return facts.byHand
    ? t`Airlock checks everything once more, and then puts the steps to apply it by hand on the card.`
    : t`Airlock checks ${systemName(after.change)} once more, and then applies the change.`;
}

function afterTakeBack({ state }: Request, { hadApproved }: DecisionFacts): string {
  if (state === 'approved') return t`It stays approved.`;
  return hadApproved
    ? t`Nothing is applied before it is approved again.`
    : t`Nothing is applied before it is approved.`;
}

function given({ approvals }: Request, { quorum }: DecisionFacts): string {
  return t`${approvals.length} of ${quorum} approvals are given.`;
}

/** The answer to whoever discarded a draft in words. @param isTold whether what it asked for may be told there */
export function discardedNotice({ number, change }: Request, isTold: boolean): NoticeData {
  const title = t`Draft #${number} is discarded`;
  if (!isTold) return { tone: 'good', title, text: t`Nobody was asked to approve it.` };
  const text = t`${kindOf(change).title(change)}. Nobody was asked to approve it.`;
  return { tone: 'good', title, text, suggestions: [`ask again ${number}`] };
}

/** The notice to those who asked, when an approver has taken back what had made the request approved. */
export function takenBackNotice(before: PendingRequest | ApprovedRequest, name: string): NoticeData {
  return notApproved(before, t`${name} took their approval back.`);
}

function notApproved(before: PendingRequest | ApprovedRequest, why: string): NoticeData {
  const steps = before.handover ? t` Do not follow the steps that were on its card.` : '';
  return {
    tone: 'warning',
    title: t`#${before.number} is not approved any more`,
    text: t`${changeSentence(before)} ${why} So it waits for approval again.${steps} ${untouched(before)}`,
    suggestions: [`show ${before.number}`],
  };
}

const WHY_LAPSED: Readonly<Record<Lapsed['why'], string>> = {
  gone: msg`they are no longer in the directory`,
  disabled: msg`their account is disabled`,
  outsider: msg`their account is no longer one of this company`,
  'no-role': msg`they may no longer approve changes`,
};

/** Whose approvals count no longer, and why: a sentence for each. */
export function lapsedWords(lapsed: readonly Lapsed[]): string {
  return lapsed
    .map(({ by, why }) => t`The approval of ${fullName(by)} no longer counts, since ${say(WHY_LAPSED[why])}.`)
    .join(' ');
}

/** The same for the line of a card that names the person. */
export function whyLapsedWords({ why }: Lapsed): string {
  return t`since ${say(WHY_LAPSED[why])}`;
}

/** The notice to those who asked, when approvals count no longer that had made the request approved. */
export function lapsedNotice(before: ApprovedRequest, lapsed: readonly Lapsed[]): NoticeData {
  return notApproved(before, lapsedWords(lapsed));
}

/** Refusals that say no more than who may do what, or that somebody else was faster. */
const MILD: ReadonlySet<ErrorCode> = new Set([
  'not-allowed',
  'may-not-read',
  'wrong-state',
  'rev-conflict',
  'card-outdated',
  'card-needed',
]);

/** How a refusal looks, whether it answers a button or a task. */
export function toneOf(code: ErrorCode): Tone {
  return MILD.has(code) ? 'warning' : 'attention';
}
