import type { Request } from '../../requests/record/request.ts';
import { sharedPlace } from '../../requests/rules/shared-places.ts';
import { t } from '../../shared/language/worded.ts';
import type { Turn } from '../bot/turn.ts';
import type { CommandOf } from '../language/command.ts';
import { revertByText } from './asking/revert-action.ts';
import { listRequests } from './looking/list-action.ts';
import { showDevices, showRequest } from './looking/show-action.ts';
import { whoCanApprove } from './question-action.ts';
import { requestMeant } from './replied-to.ts';
import { replyAlone } from './reply.ts';

type This = CommandOf<'this'>;

/**
 * What is said of a request without its number: of the one whose card was replied to, of the only one in the thread, or
 * of the only one that is open.
 * It never decides: a decision is made on the card that is shown, or by an exact command.
 */
export async function aboutThis(turn: Turn, { want }: This): Promise<void> {
  const isUndo = want === 'revert';
  const meant = (await requestMeant(turn, isUndo ? 'any' : 'open')) ?? (isUndo ? null : await onlyOpen(turn));
  if (meant) return WANTED[want](turn, meant.number);
  if (want === 'revert') return sayWhich(turn);
  return listRequests(turn, { kind: 'requests', open: true });
}

const WANTED: { readonly [W in This['want']]: (turn: Turn, number: number) => Promise<void> } = {
  look: (turn, number) => showRequest(turn, { kind: 'show', number }),
  decide: (turn, number) => showRequest(turn, { kind: 'show', number, undecided: true }),
  devices: (turn, number) => showDevices(turn, { kind: 'devices', number, page: 1 }),
  approvers: (turn, number) => whoCanApprove(turn, { kind: 'approvers', number }),
  revert: (turn, number) => revertByText(turn, { kind: 'revert', number }),
};

/** The only request that waits for a decision or is being carried out, of those that may be shown here. */
async function onlyOpen({ services, sender }: Turn): Promise<Request | null> {
  const query = { open: true, limit: 2, place: sharedPlace(sender.conversation) };
  const [first, ...others] = await services.store.requests(services.tenantId, query, () => undefined);
  return first && others.length === 0 ? first : null;
}

async function sayWhich(turn: Turn): Promise<void> {
  const text = t`Say which request to undo, by its number, or reply to its card. "history" lists them.`;
  const data = {
    tone: 'warning',
    title: t`Something is missing`,
    text,
    suggestions: ['undo the last change', 'history'],
  } as const;
  await replyAlone(turn, { view: 'notice', data });
}
