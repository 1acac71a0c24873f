import { mayBeEmergency, needsNoApproval } from '../../../requests/deciding/alone/going-alone.ts';
import { type Status, statusOf } from '../../../requests/messages/state-catalogue/status-of.ts';
import type { StatusViewer } from '../../../requests/messages/state-catalogue/status-row.ts';
import type { DeviceActPolicy, Policy } from '../../../requests/record/digest.ts';
import type { Request } from '../../../requests/record/request.ts';
import { debtOf } from '../../../requests/record/told-by-request.ts';
import { inWords } from '../../../shared/language/time-words.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { type Detail, detail, sanitise } from '../parts/shown-text.ts';

export type CardViewer = StatusViewer;

export interface Shows {
  readonly whole: boolean;
  readonly overdue: boolean;
  readonly approvalReason: Policy['approvalReason'];
  /** Who may apply by hand; anyone when absent. */
  readonly implementer?: Policy['implementer'] | undefined;
  /** What may go ahead on one person's word; nothing when absent. */
  readonly deviceActs?: DeviceActPolicy | undefined;
  /** Who may do it at once, in place of the viewer: other approvers, or nobody; the viewer where absent. */
  readonly alone?: 'approvers' | 'nobody' | undefined;
  /** Why a scan of few devices would wait for another admin, in sentences; null or absent where it would not. */
  readonly noRoom?: string | null | undefined;
  /** Why a report by this viewer would not count, a sentence; null or absent where it would, as far as is known. */
  readonly noReport?: string | null | undefined;
  /** Why nothing more can be asked or approved of it for now, in sentences; null or absent where it can. */
  readonly barred?: string | null | undefined;
  /** Whether this viewer may ask for changes, where that is known. */
  readonly mayAsk?: boolean | undefined;
  /** The open request that undoes it; null or absent for none. */
  readonly undoing?: UndoingNow | null | undefined;
}

/** An open request that undoes another one. */
export interface UndoingNow {
  readonly number: number;
  /** Whether it still waits for a decision. */
  readonly isPending: boolean;
  /** How far it is, in two or three words. */
  readonly short: string;
  /** Whether its card may be shown where this card stands. */
  readonly isShown: boolean;
}

/** How a card names the request that undoes it; null for none. @param isShown whether that is shown there, too */
export function undoingNow(undoing: Request | null, isShown: boolean): UndoingNow | null {
  if (undoing === null) return null;
  const isPending = undoing.state === 'pending';
  return { number: undoing.number, isPending, short: statusOf(undoing).short, isShown };
}

/** Which open request undoes it, among the facts. */
export function undoingFact(undoing: UndoingNow | null | undefined): readonly Detail[] {
  if (!undoing) return [];
  const texts = [sanitise(t`Request #${undoing.number}`), sanitise(undoing.short)];
  return [detail(t`To be undone by`, { texts })];
}

/** In place of how to undo it, while that is asked for or done already. */
function undoingHint(request: Request, { number, isPending }: UndoingNow, ownNext: string | null): string {
  const what = isPending
    ? t`#${number} undoes this once it is approved.`
    : t`#${number} undoes this, and is approved: it is not done so far.`;
  if (debtOf(request) === null) return what;
  const owes = t`Meanwhile another admin than who did it may still approve it afterwards.`;
  return `${what} ${ownNext ?? owes}`;
}

/** Why a report by this viewer would be refused; null where it would not, as far as that is known. */
export function whyForOthers(
  { state, handover }: Request,
  viewer: CardViewer,
  { implementer, noReport = null }: Pick<Shows, 'implementer' | 'noReport'>,
): string | null {
  if (state !== 'approved' || handover === null) return null;
  const isBound = implementer === 'other-than-approver' && !handover.byApprovers;
  return viewer === 'endorser' && isBound ? say(FOR_OTHERS) : noReport;
}

const TOO_LONG = msg`This change is too long to be shown whole on a card, so it cannot be approved. Ask for it in smaller parts.`;

const FOR_OTHERS = msg`You approved this, so anybody else who may change it applies and reports it. Until then you can stop the request or take your approval back.`;

type AloneShows = Pick<Shows, 'deviceActs' | 'alone' | 'noRoom'>;

/** Said before anybody lets something go ahead alone. */
function aloneHint(request: Request, { deviceActs, alone, noRoom }: AloneShows): string | null {
  if (!deviceActs) return null;
  if (noRoom) return `${noRoom} ${t`Say why, then send it to the approvers.`}`;
  const { scansAlone, debtWindow } = deviceActs;
  if (needsNoApproval(deviceActs, request.change))
    return t`Say why, then scan: it runs at once on your word alone, up to ${scansAlone} devices in 24 hours; above, another admin approves it.`;
  if (!mayBeEmergency(deviceActs, request) || alone === 'nobody') return null;
  if (alone === 'approvers')
    return t`Say why, then send it to the approvers. In an emergency one of them can do it at once, alone: ask them to write what you wrote.`;
  return t`Say why, then send it to the approvers. In an emergency you can do it now, on your word alone: within ${inWords(debtWindow)} another admin then approves it, or undoes it, which needs an approval, too.`;
}

/** Whether its card offers anything that asks for it or approves it; what is under way is stopped all the same. */
function offersNext({ state }: Request): boolean {
  return state !== 'approved' && state !== 'applying' && state !== 'discarded';
}

/** The hint on the card: what this viewer can do, or what comes next. */
export function requestHint(
  request: Request,
  status: Status,
  viewer: CardViewer,
  shows: Pick<Shows, 'whole' | 'overdue' | 'implementer' | 'noReport' | 'barred' | 'undoing'> & AloneShows,
): string {
  const { state } = request;
  if (shows.barred && offersNext(request)) return shows.barred;
  if (shows.undoing) return undoingHint(request, shows.undoing, viewer === 'requester' ? status.next(viewer) : null);
  const alone = state === 'draft' && viewer === 'requester' && shows.whole ? aloneHint(request, shows) : null;
  if (alone !== null && !shows.overdue) return alone;
  const forOthers = shows.overdue || viewer === 'reader' ? null : whyForOthers(request, viewer, shows);
  if (forOthers !== null) return forOthers;
  const deciding = state === 'draft' || state === 'pending';
  return deciding && !shows.whole && !shows.overdue ? say(TOO_LONG) : status.next(viewer);
}
