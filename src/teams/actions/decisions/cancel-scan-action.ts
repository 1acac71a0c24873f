import { cancelScan as cancelIt } from '../../../requests/deciding/cancel-scan.ts';
import type { Turn } from '../../bot/turn.ts';
import type { CommandOf } from '../../language/command.ts';
import { type CardActionHandler, pressed } from '../parse-action.ts';
import { decideByText } from './decide-by-text.ts';

export function cancelScanByText(turn: Turn, command: CommandOf<'cancel-scan'>): Promise<void> {
  return decideByText(turn, 'cancel', command, (action) => cancelIt(turn.services, action));
}

export const cancelScan: CardActionHandler = async (turn, action) => ({
  request: await cancelIt(turn.services, pressed(turn, action)),
});
