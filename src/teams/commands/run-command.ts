import type { Command } from '../text/command.ts';
import type { Turn } from '../turn.ts';
import { approveByText } from './approve-by-text.ts';
import { attestByText } from './attest-by-text.ts';
import { chooseChannel } from './choose-channel.ts';
import { enqueue } from './enqueue.ts';
import { explainMiss } from './explain-miss.ts';
import { listRequests } from './list-requests.ts';
import { rejectByText } from './reject-by-text.ts';
import { revertByText } from './revert-by-text.ts';
import { showDevices } from './show-devices.ts';
import { showRequest } from './show-request.ts';
import { tell } from './tell.ts';
import { withdrawByText } from './withdraw-by-text.ts';

/** @throws AirlockError with the sentence to answer; then nothing was done. */
export function runCommand(turn: Turn, command: Command): Promise<void> {
  switch (command.kind) {
    case 'change':
      return enqueue(turn, 'draft', {
        change: { kind: 'advanced-feature', feature: command.feature, to: command.to },
      });
    case 'wish':
      return enqueue(turn, 'draft', { wish: command.wish });
    case 'form':
      return enqueue(turn, 'open-form', { opens: command.opens });
    case 'revert':
      return revertByText(turn, command);
    case 'approve':
      return approveByText(turn, command);
    case 'reject':
      return rejectByText(turn, command);
    case 'withdraw':
      return withdrawByText(turn, command);
    case 'attest':
      return attestByText(turn, command);
    case 'approval-channel':
      return chooseChannel(turn, command);
    case 'status':
      return enqueue(turn, 'status', {});
    case 'requests':
      return listRequests(turn, command);
    case 'show':
      return showRequest(turn, command);
    case 'devices':
      return showDevices(turn, command);
    case 'help':
      return tell(turn, { view: 'help', data: { mention: turn.sender.place.kind !== 'personal' } });
    default:
      return explainMiss(turn, command);
  }
}
