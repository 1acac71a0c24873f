import { mayBeEmergency, needsNoApproval } from '../../../requests/deciding/alone/going-alone.ts';
import type { Status } from '../../../requests/messages/state-catalogue/status-of.ts';
import type { StatusViewer } from '../../../requests/messages/state-catalogue/status-row.ts';
import type { DeviceActPolicy, Policy } from '../../../requests/record/digest.ts';
import type { Request } from '../../../requests/record/request.ts';
import { inWords } from '../../../shared/language/time-words.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';

export type CardViewer = StatusViewer;

export interface Shows {
  readonly whole: boolean;
  readonly overdue: boolean;
  readonly approvalReason: Policy['approvalReason'];
  /** Who may apply by hand; anyone when absent. */
  readonly implementer?: Policy['implementer'] | undefined;
  /** What may go ahead on one person's word; nothing when absent. */
  readonly deviceActs?: DeviceActPolicy | undefined;
  /** Whether it is another account of somebody who approved. */
  readonly isApprovers?: boolean | undefined;
  /** Whether this viewer may ask for changes, where that is known. */
  readonly mayAsk?: boolean | undefined;
}

/** Whether a report by this approver would be refused, since enough others could apply it. */
export function isForOthers(
  { state, handover }: Request,
  viewer: CardViewer,
  { implementer, isApprovers }: Pick<Shows, 'implementer' | 'isApprovers'>,
): boolean {
  const isBound = implementer === 'other-than-approver' && !handover?.byApprovers;
  return state === 'approved' && handover !== null && (viewer === 'endorser' || isApprovers === true) && isBound;
}

const TOO_LONG = msg`This change is too long to be shown whole on a card, so it cannot be approved. Ask for it in smaller parts.`;

const FOR_OTHERS = msg`You approved this, so anybody else who may change it applies and reports it. Until then you can stop the request or take your approval back.`;

const FOR_OTHER_PEOPLE = msg`Another account of yours approved this, so anybody else who may change it applies and reports it.`;

/** Said before anybody lets something go ahead alone. */
function aloneHint({ change }: Request, { deviceActs }: Pick<Shows, 'deviceActs'>): string | null {
  if (!deviceActs) return null;
  const { scansAlone, debtWindow } = deviceActs;
  if (needsNoApproval(deviceActs, change))
    return t`Say why, then scan: it runs at once on your word alone, up to ${scansAlone} devices in 24 hours; above, another admin approves it.`;
  if (!mayBeEmergency(deviceActs, change)) return null;
  return t`Say why, then send it to the approvers. In an emergency you can do it now, on your word alone: another admin then approves or undoes it within ${inWords(debtWindow)}.`;
}

/** The hint on the card: what this viewer can do, or what comes next. */
export function requestHint(
  request: Request,
  status: Status,
  viewer: CardViewer,
  shows: Pick<Shows, 'whole' | 'overdue' | 'implementer' | 'isApprovers' | 'deviceActs'>,
): string {
  const { state } = request;
  const alone = state === 'draft' && viewer === 'requester' && shows.whole ? aloneHint(request, shows) : null;
  if (alone !== null && !shows.overdue) return alone;
  if (!shows.overdue && isForOthers(request, viewer, shows))
    return say(viewer === 'endorser' ? FOR_OTHERS : FOR_OTHER_PEOPLE);
  const deciding = state === 'draft' || state === 'pending';
  return deciding && !shows.whole && !shows.overdue ? say(TOO_LONG) : status.next(viewer);
}
