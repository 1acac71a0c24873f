import { rejectRequest } from '../../../requests/deciding/reject.ts';
import type { Turn } from '../../bot/turn.ts';
import type { CommandOf } from '../../language/command.ts';
import { type CardActionHandler, pressed } from '../parse-action.ts';
import { decideByText } from './decide-by-text.ts';

/** Rejects what waits for a decision, and stops what is approved already. */
export function rejectByText(turn: Turn, { number, reason }: CommandOf<'reject'>): Promise<void> {
  return decideByText(turn, 'reject', { number }, (action) => rejectRequest(turn.services, { ...action, reason }));
}

export const reject: CardActionHandler = async (turn, action) => ({
  request: await rejectRequest(turn.services, { ...pressed(turn, action), reason: action.reason }),
});
