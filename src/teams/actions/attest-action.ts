import { attestRequest } from '../../requests/applying/attest.ts';
import type { Turn } from '../bot/turn.ts';
import type { CommandOf } from '../language/command.ts';
import type { CardAction } from './parse-action.ts';
import { numberedRequest, tell } from './reply.ts';

/** Saying in words that a change was applied by hand goes through the same door as the button. */
export async function attestByText(turn: Turn, { number }: CommandOf<'attest'>): Promise<void> {
  const { parts, sender, correlation } = turn;
  const { id } = await numberedRequest(turn, number);
  await attestRequest(parts, { requestId: id, rev: null, actor: sender.actor, correlation });
  const text =
    'Your name is recorded. What can be read of it in Defender is read next; the card says what became of it.';
  await tell(turn, { view: 'notice', data: { tone: 'info', title: `You say that #${number} is applied`, text } });
}

export const attest: CardAction = async ({ parts, sender, correlation }, { requestId, rev }) => ({
  request: await attestRequest(parts, { requestId, rev, actor: sender.actor, correlation }),
});
