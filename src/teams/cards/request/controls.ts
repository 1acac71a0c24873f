import { REASON_MAX } from '../../../requests/deciding/submit.ts';
import type { Status } from '../../../requests/messages/state-catalogue/status-of.ts';
import type { StatusViewer } from '../../../requests/messages/state-catalogue/status-row.ts';
import type { Request } from '../../../requests/record/request.ts';
import type { CardAction, RequestModel } from './request-model.ts';

export type CardViewer = StatusViewer;
export type RequestControls = Pick<RequestModel, 'forms' | 'actions' | 'rejections'>;

const SUBMIT: CardAction = { verb: 'submit', title: 'Request approval', style: 'positive', inputs: 'auto' };
const EDIT: CardAction = { verb: 'edit', title: 'Edit', style: 'default', inputs: 'none' };

/** For everybody who may ask for changes. It makes a draft, which needs an approval like any other. */
const REVERT: CardAction = { verb: 'revert', title: 'Revert', style: 'default', inputs: 'none' };
const DISCARD: CardAction = { verb: 'discard', title: 'Discard', style: 'default', inputs: 'none' };
const APPROVE: CardAction = { verb: 'approve', title: 'Approve', style: 'positive', inputs: 'none' };
const WITHDRAW: CardAction = { verb: 'withdraw', title: 'Withdraw', style: 'default', inputs: 'none' };
const ATTEST: CardAction = { verb: 'attest', title: 'I have applied it', style: 'positive', inputs: 'none' };

/** For clients that did not ask for their own view. */
const VIEW: CardAction = { verb: 'view', title: 'Show my options', style: 'default', inputs: 'none' };

/** Everybody who may ask or approve may attest. A shared copy offers it to anybody; the action itself is checked. */
const HANDED_OVER: Readonly<Record<CardViewer, readonly CardAction[]>> = {
  shared: [ATTEST, VIEW],
  requester: [ATTEST, WITHDRAW],
  approver: [ATTEST],
  reader: [VIEW],
};

const NONE: RequestControls = { forms: [], actions: [], rejections: [] };
const REASON = { maxLength: REASON_MAX } as const;

/**
 * What a viewer can do on the card. A request that has ended or is overdue offers nothing, and a change that the card
 * could not show whole can be neither sent nor approved.
 */
export function requestControls(
  request: Request,
  viewer: CardViewer,
  shows: { readonly whole: boolean; readonly overdue: boolean },
): RequestControls {
  const maybeMine = viewer === 'shared' || viewer === 'reader';
  if (shows.overdue) return NONE;
  switch (request.state) {
    case 'draft':
      if (viewer !== 'requester') return maybeMine ? { ...NONE, actions: [VIEW] } : NONE;
      return ownDraft(request, shows.whole);
    case 'pending':
      if (viewer === 'approver') return { ...NONE, actions: shows.whole ? [APPROVE] : [], rejections: [REASON] };
      return { ...NONE, actions: [viewer === 'requester' ? WITHDRAW : VIEW] };
    case 'approved':
      if (request.handover) return { ...NONE, actions: HANDED_OVER[viewer] };
      if (viewer === 'requester') return { ...NONE, actions: [WITHDRAW] };
      return maybeMine ? { ...NONE, actions: [VIEW] } : NONE;
    case 'applied':
      return { ...NONE, actions: [REVERT] };
    default:
      return NONE;
  }
}

/** The requester's own draft. It can be edited where it has a form. */
function ownDraft({ formId }: Request, whole: boolean): RequestControls {
  const actions = [...(whole ? [SUBMIT] : []), ...(formId === null ? [] : [EDIT]), DISCARD];
  return { ...NONE, forms: whole ? [REASON] : [], actions };
}

const TOO_LONG =
  'This change is too long to be shown whole on a card, so it cannot be approved. Ask for it in smaller parts.';

/** The hint on the card: what this viewer can do, or what comes next. */
export function requestHint(
  { state }: Request,
  status: Status,
  viewer: CardViewer,
  shows: { readonly whole: boolean; readonly overdue: boolean },
): string {
  const deciding = state === 'draft' || state === 'pending';
  return deciding && !shows.whole && !shows.overdue ? TOO_LONG : status.next(viewer);
}
