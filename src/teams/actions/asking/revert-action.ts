import { assertSameDigest } from '../../../requests/rules/approvable.ts';
import { loadRequest } from '../../../requests/rules/load.ts';
import { t } from '../../../shared/language/worded.ts';
import type { Turn } from '../../bot/turn.ts';
import type { CommandOf } from '../../language/command.ts';
import { type CardActionHandler, pressed } from '../parse-action.ts';
import { enqueue, numberedRequest } from '../reply.ts';

/** Asks to undo an applied request; the draft follows as a separate card in the same conversation. */
export const revert: CardActionHandler = async (turn, action) => {
  const request = await loadRequest(turn.services, action.requestId);
  assertSameDigest(request, pressed(turn, action));
  await enqueue(turn, 'revert', { number: request.number }, `revert ${request.number}`);
  const text = t`The draft of the undoing stands below, or why there is none. Nothing changes before it is approved.`;
  return { request, notice: { tone: 'info', text } };
};

/** Asks to undo an applied request. A draft follows, which needs two people like any other. */
export async function revertByText(turn: Turn, { number }: CommandOf<'revert'>): Promise<void> {
  await numberedRequest(turn, number);
  await enqueue(turn, 'revert', { number });
}
