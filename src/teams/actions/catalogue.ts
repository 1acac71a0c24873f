import type { HelpData } from '../../requests/messages/answers.ts';
import type { Turn } from '../bot/turn.ts';
import type { Command, CommandOf, OutsideCommand } from '../language/command.ts';
import { chooseChannel } from './approval-channel-action.ts';
import { askAgain, askAgainByText } from './asking/again-action.ts';
import { revert, revertByText } from './asking/revert-action.ts';
import { openSightForm } from './asking/sight-form-action.ts';
import { approve, approveByText } from './decisions/approve-action.ts';
import { attest, attestByText, saySight, seenOff, seenOn } from './decisions/attest-action.ts';
import { cancelScan, cancelScanByText } from './decisions/cancel-scan-action.ts';
import { reject, rejectByText } from './decisions/reject-action.ts';
import { takeBack, takeBackByText } from './decisions/take-back-action.ts';
import { withdraw, withdrawByText } from './decisions/withdraw-action.ts';
import { actNow, discard, discardByText, draft, edit, ownDrafts, submit } from './draft-action.ts';
import { explainMiss } from './explain-miss.ts';
import { digest } from './looking/digest-action.ts';
import { showHome } from './looking/home-action.ts';
import { listRequests, showHistory } from './looking/list-action.ts';
import { devices, showDevices, showRequest, showStatus, view } from './looking/show-action.ts';
import { mute } from './mute-action.ts';
import type { CardActionHandler } from './parse-action.ts';
import { ask, revertLast, tellLastChange, whoCanApprove } from './question-action.ts';
import { remind } from './remind-action.ts';
import { enqueue, reply } from './reply.ts';
import { aboutThis } from './this-action.ts';

/** @throws AirlockError with the sentence to answer; then nothing was done. */
export function runCommand(turn: Turn, command: Exclude<Command, OutsideCommand>): Promise<void> {
  switch (command.kind) {
    case 'change':
    case 'input':
    case 'several':
      return draft(turn, command);
    case 'form':
      return enqueue(turn, 'open-form', { opens: command.opens, reason: command.reason });
    case 'revert':
      return revertByText(turn, command);
    case 'sight':
      return saySight(turn, command.sight);
    case 'approve':
      return approveByText(turn, command);
    case 'reject':
      return rejectByText(turn, command);
    case 'take-back':
      return takeBackByText(turn, command);
    case 'withdraw':
      return withdrawByText(turn, command);
    case 'attest':
      return attestByText(turn, command);
    case 'approval-channel':
      return chooseChannel(turn, command);
    case 'status':
      return showStatus(turn);
    case 'requests':
      return listRequests(turn, command);
    case 'show':
      return showRequest(turn, command);
    case 'devices':
      return showDevices(turn, command);
    case 'mute':
      return mute(turn, command);
    case 'help':
      return reply(turn, { view: 'help', data: helpOf(turn) });
    default:
      return runQuestion(turn, command);
  }
}

/** The help for this place, with the kinds that are switched on, and what the policy lets people type. */
export function helpOf({ sender, services }: Turn): HelpData {
  const { kinds } = services.supported;
  return {
    mention: sender.conversation.kind !== 'personal',
    ...(kinds.length > 0 && { kinds }),
    ...(services.policy.deviceActs.emergency.includes('isolate') && { emergency: true as const }),
    ...(services.policy.typedDecisions === 'off' && { cardsAlone: true as const }),
  };
}

type Questions = CommandOf<
  | 'again'
  | 'cancel-scan'
  | 'discard'
  | 'drafts'
  | 'history'
  | 'digest'
  | 'home'
  | 'ask'
  | 'sight-form'
  | 'approvers'
  | 'last-change'
  | 'revert-last'
  | 'this'
  | 'faulty-list'
  | 'incomplete'
  | 'malformed'
  | 'offer'
  | 'thanks'
  | 'unknown'
>;

/** What was asked freely, once more, or not understood. */
function runQuestion(turn: Turn, command: Questions): Promise<void> {
  switch (command.kind) {
    case 'faulty-list':
      return enqueue(turn, 'draft', { list: command.list });
    case 'again':
      return askAgainByText(turn, command);
    case 'cancel-scan':
      return cancelScanByText(turn, command);
    case 'discard':
      return discardByText(turn, command);
    case 'drafts':
      return ownDrafts(turn, command);
    case 'home':
      return showHome(turn);
    case 'digest':
      return digest(turn, command);
    case 'history':
      return showHistory(turn, command);
    case 'ask':
      return ask(turn, command);
    case 'sight-form':
      return openSightForm(turn, command);
    case 'approvers':
      return whoCanApprove(turn, command);
    case 'last-change':
      return tellLastChange(turn, command);
    case 'revert-last':
      return revertLast(turn);
    case 'this':
      return aboutThis(turn, command);
    default:
      return explainMiss(turn, command);
  }
}

/** Every verb that a request's card may carry. */
export const CARD_ACTIONS: ReadonlyMap<string, CardActionHandler> = new Map(
  Object.entries({
    submit,
    'act-now': actNow,
    edit,
    discard,
    approve,
    'take-back': takeBack,
    reject,
    withdraw,
    'cancel-scan': cancelScan,
    remind,
    attest,
    revert,
    again: askAgain,
    'seen-on': seenOn,
    'seen-off': seenOff,
    devices,
    view,
  }),
);
