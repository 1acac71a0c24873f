import { loadRequest } from '../../requests/current-request.ts';
import { assertMayRequest } from '../../requests/rights.ts';
import { enqueue } from '../commands/enqueue.ts';
import type { CardAction } from './card-action.ts';

/** Asks for the undoing of an applied request; the draft comes as a card of its own, where this one stands. */
export const revert: CardAction = async (turn, { requestId }) => {
  const request = await loadRequest(turn.parts, requestId);
  await assertMayRequest(turn.parts, turn.sender.actor);
  await enqueue(turn, 'revert', { number: request.number });
  const text = 'Airlock reads Defender; a draft that undoes this follows. Nothing changes before it is approved.';
  return { request, notice: { tone: 'info', text } };
};
