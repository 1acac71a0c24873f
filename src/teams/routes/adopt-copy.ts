import { requestCardMessage } from '../../requests/messages/outbox-messages.ts';
import type { Request } from '../../requests/record/request.ts';
import type { ViewerRole } from '../../requests/rules/four-eyes.ts';
import { channelOf } from '../../requests/rules/own-settings.ts';
import { ownCopy } from '../actions/reply.ts';
import type { Turn } from '../bot/turn.ts';

/** How many copies of one card are kept current; what is adopted beyond them would only be an attack. */
const COPIES_MAX = 200;

/**
 * Adds the message that an action came from to the copies of the request's card, if it is none of them: its id was lost
 * when an earlier process died between sending it and storing that. While another copy is still on its way to the same
 * conversation, it may be that one: then it is adopted at the next action.
 */
export async function adoptCopy(turn: Turn, request: Request, role: ViewerRole): Promise<void> {
  const { services, sender, activity } = turn;
  const { replyToId } = activity;
  const { key: conversation } = sender.place;
  if (!replyToId) return;
  const copies = await services.store.copies(services.tenantId, request.id);
  // A message that opened a thread was posted under the id without a thread.
  const here = copies.filter((copy) => channelOf(copy.conversation) === channelOf(conversation));
  const isKnown = here.some(({ activityId }) => activityId === replyToId || activityId === null);
  if (isKnown || copies.length >= COPIES_MAX) return;
  const key = `${request.id}:adopted:${conversation}:${replyToId}`;
  const message = requestCardMessage(services, request.id, { key, conversation, owner: ownCopy(turn, role) });
  await services.store.adoptMessage(message, replyToId);
}
