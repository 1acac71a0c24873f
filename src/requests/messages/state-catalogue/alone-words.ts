import { kindOf } from '../../../changes/registry/kind-of.ts';
import { sayNote } from '../../../shared/language/stored-notes.ts';
import { utcWords } from '../../../shared/language/time-words.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { nameIn } from '../../record/actor-names.ts';
import type { Actor, Alone, Emergency, Request, Waiting } from '../../record/request.ts';
import { debtOf, holdsNoMore, isFoundSo, isFree, isNeverShown } from '../../record/told-by-request.ts';
import { isUnsent } from '../../record/transitions.ts';
import type { NoticeData } from '../answers.ts';
import { inPartWords } from './undone-words.ts';

type Named = Parameters<typeof nameIn>[0] & Parameters<typeof debtOf>[0];

/** By whom it was approved, in place of names, where it went ahead on one person's word. */
export function aloneApprovers(request: Named, alone: Alone): string {
  if (alone.why === 'few-devices') return t`nobody, since so few devices need no approval`;
  const { settled } = alone;
  if (isFree(request)) return t`nobody (an emergency that did nothing)`;
  if (!settled) return t`nobody so far (an emergency)`;
  if (settled.how === 'undone') return t`nobody (an emergency, undone by #${settled.request})`;
  return t`${nameIn(request, settled.approval.by)} afterwards (an emergency)`;
}

/** What is owed of an emergency, or why nothing is any more, in one sentence; empty where nothing is to be said. */
export function debtSentence(request: Named, now: number | null = null): string {
  const debt = debtOf(request);
  if (!debt) return isFree(request) ? freeWords(request) : '';
  const name = nameIn(request, debt.by);
  const until = utcWords(debt.until);
  const owed = isToBeSeen(request)
    ? t`${name} ordered this alone, as an emergency, and it is not known so far whether it was done. Another admin approves or undoes it by ${until}.`
    : isUndoable(request)
      ? t`${name} did this alone, as an emergency: another admin approves or undoes it by ${until}.`
      : t`${name} did this alone, as an emergency: another admin approves it by ${until}.`;
  const late = now !== null && debt.until <= now ? [t`That time has passed: the approval is overdue.`] : [];
  return [`${owed}${leftWords(debt)}`, ...late].join(' ');
}

/** Whether it is being ordered, or nobody knows yet what came of that. */
function isToBeSeen({ state }: Pick<Named, 'state'>): boolean {
  return state === 'approved' || state === 'applying' || state === 'unknown';
}

/** Whether it is known that something was done. */
function isUndoable({ state }: Pick<Named, 'state'>): boolean {
  return state !== 'unknown' && state !== 'failed';
}

function freeWords(request: Pick<Named, 'outcome' | 'state'>): string {
  if (isFoundSo(request)) return say(FOUND_SO);
  return say(isNeverShown(request) ? NEVER_SHOWN : NOTHING_OWED);
}

/** What a request that undid a part left; empty where none did. */
function leftWords({ left }: Emergency): string {
  if (!left) return '';
  const names = left.devices.slice(0, NAMED).map(({ name }) => name);
  return inPartWords({ request: left.request, names, count: left.devices.length });
}

/** How many devices are named. */
const NAMED = 3;

const NOTHING_OWED = msg`Defender did it on no device, so nobody owes an approval for it.`;
const FOUND_SO = msg`It was done already and nothing was sent for it, so nobody owes an approval for it.`;
const NEVER_SHOWN = msg`Defender lists no order of it, so nobody owes an approval for it, unless one shows later.`;

/** Told where it was asked, and to whoever did it. */
export function ratifiedNotice(request: Request, by: Actor): NoticeData {
  const { number, change } = request;
  return {
    tone: 'good',
    title: t`#${number} is approved afterwards`,
    text: t`${kindOf(change).title(change)}: ${nameIn(request, by)} approved what was done as an emergency. Nobody owes anything for it.`,
    suggestions: [`show ${number}`],
  };
}

export function undoneNotice({ number, change }: Request, undoneBy: number): NoticeData {
  return {
    tone: 'info',
    title: t`#${number} is undone`,
    text: t`${kindOf(change).title(change)}: #${undoneBy} undid what was done as an emergency. Nobody owes anything for it.`,
    suggestions: [`show ${number}`, `show ${undoneBy}`],
  };
}

export function undoneInPartNotice(request: Request, { request: by }: NonNullable<Emergency['left']>): NoticeData {
  const { number, change } = request;
  return {
    tone: 'warning',
    title: t`#${number} is undone in part, and still owed`,
    text: t`${kindOf(change).title(change)}. ${debtSentence(request)} Write "revert ${number}" to undo the rest, which needs an approval, too.`,
    suggestions: [`show ${number}`, `revert ${number}`, `show ${by}`],
  };
}

/** Told where what should have undone an emergency settles nothing. @param why a clause */
export function notUndoneNotice(request: Request, by: Pick<Request, 'number'>, why: string): NoticeData {
  const { number, change } = request;
  return {
    tone: 'warning',
    title: t`#${by.number} does not settle #${number}`,
    text: t`${kindOf(change).title(change)}: #${by.number} was to undo it, and ${why}. ${debtSentence(request)}`,
    suggestions: [`show ${number}`, `show ${by.number}`],
  };
}

/** Whether it is known that nothing of it was sent so far, and what that waits for. */
export function isToldUnsent<R extends Pick<Request, 'state' | 'waiting'>>(
  request: R,
): request is R & { readonly waiting: Waiting } {
  return isUnsent(request) && request.waiting !== null;
}

/** Whether something was sent, or may have been, as far as the request tells: not while it is only being begun. */
function isBegun({ state, waiting }: Pick<Request, 'state' | 'waiting'>): boolean {
  return state !== 'approved' && (state !== 'applying' || waiting !== null);
}

/** The list of devices in Microsoft's portal (learn: mdb-manage-devices), where each can be acted on by hand. */
const DEVICES_PAGE = 'https://security.microsoft.com/machines';

/** Told to everybody who approves: nobody is to believe that it was done. */
export function unsentNotice(request: Request, { note }: Pick<Waiting, 'note'>): NoticeData {
  const { number, change, tenantId, alone } = request;
  const name = nameIn(request, alone?.by ?? request.requester);
  const page = `${DEVICES_PAGE}?tid=${tenantId}`;
  return {
    tone: 'attention',
    title: t`#${number} is not sent yet`,
    text: t`${kindOf(change).title(change)}: ${name} asked for it alone, as an emergency, and nothing of it is sent so far. ${sayNote(note)} Airlock tries again by itself. Until its card says that it is ordered, do it by hand in the portal: ${page}`,
    suggestions: [`show ${number}`],
  };
}

/** How long after it was done a notice reminds of what was told before, in ms. */
const REMINDS = 5 * 60_000;

/**
 * Told to everybody who approves, at once and again while it is owed.
 * @param now ms since 1970
 * @param undoing the number of the open request that undoes it; null for none
 */
export function debtNotice(request: Request, debt: Emergency, now: number, undoing: number | null): NoticeData {
  const { number, change } = request;
  const isOverdue = debt.until <= now;
  const due = isOverdue ? t`It was due ${utcWords(debt.until)}.` : t`It is due by ${utcWords(debt.until)}.`;
  const isDone = isUndoable(request);
  const name = nameIn(request, debt.by);
  const isUnclear = request.state === 'applying' && request.waiting?.unclear === true;
  if (isToldUnsent(request)) return unsentNotice(request, request.waiting);
  const title = kindOf(change).title(change);
  const what = request.outcome
    ? t`${title}: ${name} did it alone, as an emergency.`
    : isBegun(request)
      ? t`${title}: ${name} ordered it alone, as an emergency.`
      : t`${title}: ${name} asked for it alone, as an emergency. Its card says whether it is ordered.`;
  const how =
    undoing !== null
      ? t`Another admin approves it on its card, or approves #${undoing}, which undoes it.`
      : isUnclear
        ? t`Defender gave no clear answer, so it may be done or not: its card says what is known, and what can be done meanwhile.`
        : holdsNoMore(request)
          ? t`It is not known whether Defender did it. Another admin approves it on its card, or undoes what may have been done with "revert ${number}", which needs an approval, too.`
          : isDone
            ? t`Another admin approves it on its card, or undoes it with "revert ${number}", which needs an approval, too.`
            : t`Another admin approves it on its card.`;
  return {
    tone: isOverdue ? 'attention' : 'warning',
    title: isOverdue
      ? t`#${number} is owed an approval, overdue`
      : now - debt.at >= REMINDS
        ? t`Reminder: #${number} is owed an approval`
        : t`#${number} is owed an approval`,
    text: `${what} ${how} ${due}${leftWords(debt)}`,
    suggestions: [`show ${number}`, ...undoingSuggestion(request, isDone && !isUnclear, undoing)],
  };
}

/** The request that undoes it already, or what asks for one. */
function undoingSuggestion(request: Request, isDone: boolean, undoing: number | null): readonly string[] {
  if (undoing !== null) return [`show ${undoing}`];
  return isDone || holdsNoMore(request) ? [`revert ${request.number}`] : [];
}
