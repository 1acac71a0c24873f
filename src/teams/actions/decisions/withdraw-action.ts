import { withdrawRequest } from '../../../requests/deciding/withdraw.ts';
import type { Turn } from '../../bot/turn.ts';
import type { CommandOf } from '../../language/command.ts';
import { type CardActionHandler, pressed } from '../parse-action.ts';
import { decideByText } from './decide-by-text.ts';

export function withdrawByText(turn: Turn, command: CommandOf<'withdraw'>): Promise<void> {
  return decideByText(turn, 'withdraw', command, (action) => withdrawRequest(turn.services, action));
}

export const withdraw: CardActionHandler = async (turn, action) => ({
  request: await withdrawRequest(turn.services, pressed(turn, action)),
});
