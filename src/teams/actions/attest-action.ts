import { attestRequest } from '../../requests/applying/attest.ts';
import type { Turn } from '../bot/turn.ts';
import type { CommandOf } from '../language/command.ts';
import type { CardActionHandler } from './parse-action.ts';
import { numberedRequest, reply } from './reply.ts';

/** A typed confirmation that a change was applied by hand takes the same way as the button. */
export async function attestByText(turn: Turn, { number }: CommandOf<'attest'>): Promise<void> {
  const { services, sender, correlation } = turn;
  const { id } = await numberedRequest(turn, number);
  await attestRequest(services, { requestId: id, rev: null, actor: sender.actor, correlation });
  const text =
    'Your name is recorded. What can be read of it in Defender is read next; the card says what became of it.';
  await reply(turn, { view: 'notice', data: { tone: 'info', title: `You say that #${number} is applied`, text } });
}

export const attest: CardActionHandler = async ({ services, sender, correlation }, { requestId, rev }) => ({
  request: await attestRequest(services, { requestId, rev, actor: sender.actor, correlation }),
});
