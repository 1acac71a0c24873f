import { approveRequest } from '../../../requests/deciding/approve.ts';
import type { Turn } from '../../bot/turn.ts';
import type { CommandOf } from '../../language/command.ts';
import { type CardActionHandler, pressed } from '../parse-action.ts';
import { decideByText } from './decide-by-text.ts';

export function approveByText(turn: Turn, command: CommandOf<'approve'>): Promise<void> {
  const { reason } = command;
  return decideByText(turn, 'approve', command, (action) => approveRequest(turn.services, { ...action, reason }));
}

export const approve: CardActionHandler = async (turn, action) => ({
  request: await approveRequest(turn.services, { ...pressed(turn, action), reason: action.approvalReason }),
});
