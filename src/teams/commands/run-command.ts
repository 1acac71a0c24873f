import type { Command } from '../text/command.ts';
import type { Turn } from '../turn.ts';
import { approveByText } from './approve-by-text.ts';
import { askChange } from './ask-change.ts';
import { askStatus } from './ask-status.ts';
import { attestByText } from './attest-by-text.ts';
import { explainMiss } from './explain-miss.ts';
import { listRequests } from './list-requests.ts';
import { rejectByText } from './reject-by-text.ts';
import { showRequest } from './show-request.ts';
import { tell } from './tell.ts';
import { withdrawByText } from './withdraw-by-text.ts';

/** @throws AirlockError with the sentence to answer; then nothing was done. */
export function runCommand(turn: Turn, command: Command): Promise<void> {
  switch (command.kind) {
    case 'change':
      return askChange(turn, command);
    case 'approve':
      return approveByText(turn, command);
    case 'reject':
      return rejectByText(turn, command);
    case 'withdraw':
      return withdrawByText(turn, command);
    case 'attest':
      return attestByText(turn, command);
    case 'status':
      return askStatus(turn);
    case 'requests':
      return listRequests(turn, command);
    case 'show':
      return showRequest(turn, command);
    case 'help':
      return tell(turn, { view: 'help', data: { mention: turn.sender.place.kind !== 'personal' } });
    default:
      return explainMiss(turn, command);
  }
}
