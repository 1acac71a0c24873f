import { sightCommand } from '../../../changes/features.ts';
import type { Sight } from '../../../changes/knowledge/sight.ts';
import { attestRequest } from '../../../requests/applying/attest.ts';
import type { RequestState } from '../../../requests/record/request.ts';
import { assertSameDigest } from '../../../requests/rules/approvable.ts';
import { loadRequest } from '../../../requests/rules/load.ts';
import { AirlockError } from '../../../shared/errors.ts';
import { t } from '../../../shared/language/worded.ts';
import type { Turn } from '../../bot/turn.ts';
import type { CommandOf } from '../../language/command.ts';
import { type CardActionHandler, pressed } from '../parse-action.ts';
import { enqueue } from '../reply.ts';
import { decideByText } from './decide-by-text.ts';

export function attestByText(turn: Turn, command: CommandOf<'attest'>): Promise<void> {
  return decideByText(turn, 'attest', command, (action) => attestRequest(turn.services, action));
}

export const attest: CardActionHandler = async (turn, action) => ({
  request: await attestRequest(turn.services, pressed(turn, action)),
});

/** Says what somebody sees in the portal; the answer follows once Airlock has looked whether it can read it itself. */
export function saySight(turn: Turn, sight: Sight, say = turn.said.text): Promise<void> {
  return enqueue(turn, 'sight', { sight, saidAt: turn.services.clock.now() }, say);
}

/** The same by a press on the card of a request about a switch that Airlock cannot read. */
function seeing(is: 'on' | 'off'): CardActionHandler {
  return async (turn, action) => {
    const request = await loadRequest(turn.services, action.requestId);
    assertSameDigest(request, pressed(turn, action));
    if (request.change.kind !== 'advanced-feature')
      throw new AirlockError('wrong-state', t`This card does not ask what you see in the portal.`);
    const { change, state } = request;
    await saySight(turn, { feature: change.feature, is }, sightCommand(change.feature, is));
    const rest = change.to === is ? nothingToAsk(state) : t`The request stays as it is.`;
    const text = t`Airlock records what you see, by your name, and answers here. ${rest}`;
    return { request, notice: { tone: 'info', text } };
  };
}

/** To whoever sees that it is as asked. */
function nothingToAsk(state: RequestState): string {
  return state === 'draft'
    ? t`If that is so, it is as asked already and there is nothing to approve: discard this draft.`
    : t`If that is so, it is as asked already and there is nothing to approve: its requester can withdraw it.`;
}

export const seenOn = seeing('on');
export const seenOff = seeing('off');
