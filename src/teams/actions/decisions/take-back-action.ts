import { takeBackApproval } from '../../../requests/deciding/take-back.ts';
import type { Turn } from '../../bot/turn.ts';
import type { CommandOf } from '../../language/command.ts';
import { type CardActionHandler, pressed } from '../parse-action.ts';
import { decideByText } from './decide-by-text.ts';

export function takeBackByText(turn: Turn, command: CommandOf<'take-back'>): Promise<void> {
  return decideByText(turn, 'take-back', command, (action) => takeBackApproval(turn.services, action));
}

export const takeBack: CardActionHandler = async (turn, action) => ({
  request: await takeBackApproval(turn.services, pressed(turn, action)),
});
