import { askedRequests, knownOutside } from '../../requests/watching/outside-store.ts';
import { alreadyAsked, itemAt } from '../../requests/watching/revert-outside.ts';
import { t } from '../../shared/language/worded.ts';
import type { ShownOutside } from '../actions/parse-action.ts';
import { enqueue } from '../actions/reply.ts';
import type { Turn } from '../bot/turn.ts';
import type { IncomingOutsideAction } from './parse-outside-action.ts';
import { shownOutside } from './shown-outside.ts';

/** Asks to undo a change that was made outside Airlock; the draft follows as a separate card where it was pressed. */
export async function askToRevert(turn: Turn, { id, item }: IncomingOutsideAction): Promise<ShownOutside> {
  const { outside } = await knownOutside(turn.services, id);
  const shown = await shownOutside(turn, outside);
  const before = alreadyAsked(itemAt(outside, { id, item }), await askedRequests(turn.services, outside));
  if (before !== null) return { ...shown, notice: { tone: 'info', text: before } };
  await enqueue(turn, 'revert', { outside: { id, item } }, `revert change ${outside.number} no. ${item + 1}`);
  const text = t`The draft of the opposite stands below, or why there is none. Nothing changes before it is approved.`;
  return { ...shown, notice: { tone: 'info', text } };
}
