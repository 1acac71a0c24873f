import { REASON_MAX } from '../../../requests/deciding/submit.ts';
import { systemName } from '../../../requests/messages/state-words.ts';
import type { Request } from '../../../requests/record/request.ts';
import type { ViewerRole } from '../../../requests/rules/four-eyes.ts';
import type { CardAction, RequestModel } from './request-model.ts';
import { requestStory } from './state-text.ts';

export type CardViewer = ViewerRole | 'shared';
export type RequestControls = Pick<RequestModel, 'forms' | 'actions' | 'rejections'>;

const SUBMIT: CardAction = { verb: 'submit', title: 'Request approval', style: 'positive', inputs: 'auto' };
const EDIT: CardAction = { verb: 'edit', title: 'Edit', style: 'default', inputs: 'none' };

/** For whoever may ask for changes: a draft follows, which takes two people like any other. */
const REVERT: CardAction = { verb: 'revert', title: 'Revert', style: 'default', inputs: 'none' };
const DISCARD: CardAction = { verb: 'discard', title: 'Discard', style: 'default', inputs: 'none' };
const APPROVE: CardAction = { verb: 'approve', title: 'Approve', style: 'positive', inputs: 'none' };
const WITHDRAW: CardAction = { verb: 'withdraw', title: 'Withdraw', style: 'default', inputs: 'none' };
const ATTEST: CardAction = { verb: 'attest', title: 'I have applied it', style: 'positive', inputs: 'none' };

/** For clients that did not ask for their own view by themselves. */
const VIEW: CardAction = { verb: 'view', title: 'Show my options', style: 'default', inputs: 'none' };

/** Whoever may ask or approve may say that it is applied: on a shared copy that can be anybody, and the press is checked. */
const HANDED_OVER: Readonly<Record<CardViewer, readonly CardAction[]>> = {
  shared: [ATTEST, VIEW],
  requester: [ATTEST, WITHDRAW],
  approver: [ATTEST],
  reader: [VIEW],
};

const NONE: RequestControls = { forms: [], actions: [], rejections: [] };
const REASON = { maxLength: REASON_MAX } as const;

/**
 * What a viewer can do on the card. Nothing on a request that has ended or is overdue; no way to send or approve a change that the card
 * could not show whole.
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

/** A draft that was made with a form can go back into it. */
function ownDraft({ formId }: Request, whole: boolean): RequestControls {
  const actions = [...(whole ? [SUBMIT] : []), ...(formId === null ? [] : [EDIT]), DISCARD];
  return { ...NONE, forms: whole ? [REASON] : [], actions };
}

const TOO_LONG =
  'This change is too long to be shown whole on a card, so it cannot be approved. Ask for it in smaller parts.';

/** The one sentence that tells this viewer what comes next. */
export function requestHint(
  request: Request,
  viewer: CardViewer,
  shows: { readonly whole: boolean; readonly overdue: boolean },
): string {
  if (shows.overdue) return 'Nothing can be decided here any more. Ask again if it is still wanted.';
  if (!shows.whole && (request.state === 'draft' || request.state === 'pending')) return TOO_LONG;
  const { name } = request.requester;
  switch (request.state) {
    case 'draft':
      return viewer === 'requester'
        ? 'Say why, then send it to the approvers. Nothing changes before one of them agrees.'
        : `${name} is preparing a request. Nothing changes before it is sent and approved.`;
    case 'pending':
      return pendingHint(viewer, name);
    case 'approved':
      if (request.handover) return handoverHint(viewer);
      return request.waiting
        ? 'Airlock tries again by itself. Nothing was changed so far.'
        : 'Airlock checks roles and tenant once more before anything is applied. Nothing to do yet.';
    case 'applying':
      if (request.handover) return 'Airlock reads in Defender what can be read of it. Nothing to do.';
      return `Airlock writes it to ${systemName(request.change)} and reads it back. Nothing to do.`;
    default:
      return requestStory(request)?.next ?? '';
  }
}

function handoverHint(viewer: CardViewer): string {
  return viewer === 'reader'
    ? 'Whoever may change this applies it in the Defender portal by these steps, and says so here.'
    : 'Apply it in the Defender portal by these steps, then press "I have applied it". Your name is recorded.';
}

function pendingHint(viewer: CardViewer, requester: string): string {
  switch (viewer) {
    case 'requester':
      return 'Another admin must approve this. Nothing changes before that.';
    case 'approver':
      return 'Check the change and the reason. Nothing changes before you approve.';
    default:
      return `An approver other than ${requester} must decide. Nothing changes before that.`;
  }
}
