import { homeOf } from '../../requests/home-of.ts';
import type { Request } from '../../requests/request.ts';
import type { CardViewer } from './request-actions.ts';
import { requestStory } from './request-story.ts';

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
      return `Airlock writes it to ${homeOf(request.change)} and reads it back. Nothing to do.`;
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
