import { attestRequest } from '../../../requests/applying/attest.ts';
import type { Turn } from '../../bot/turn.ts';
import type { CommandOf } from '../../language/command.ts';
import { type CardActionHandler, pressed } from '../parse-action.ts';
import { decideByText } from './decide-by-text.ts';

export function attestByText(turn: Turn, command: CommandOf<'attest'>): Promise<void> {
  return decideByText(turn, 'attest', command, (action) => attestRequest(turn.services, action));
}

export const attest: CardActionHandler = async (turn, action) => ({
  request: await attestRequest(turn.services, pressed(turn, action)),
});
