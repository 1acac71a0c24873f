import { attestRequest } from '../../requests/applying/attest.ts';
import type { Turn } from '../bot/turn.ts';
import type { CommandOf } from '../language/command.ts';
import type { CardActionHandler } from './parse-action.ts';
import { numberedRequest, reply } from './reply.ts';

/** Handles a typed report that a change was applied by hand in the same way as the button. */
export async function attestByText(turn: Turn, { number }: CommandOf<'attest'>): Promise<void> {
  const { services, sender, correlation } = turn;
  const { id } = await numberedRequest(turn, number);
  await attestRequest(services, { requestId: id, rev: null, actor: sender.actor, correlation });
  const text =
    'Your name is recorded. Airlock now reads what can be read of it in Defender; the card will show the result.';
  await reply(turn, { view: 'notice', data: { tone: 'info', title: `You reported #${number} as applied`, text } });
}

export const attest: CardActionHandler = async ({ services, sender, correlation }, { requestId, rev }) => ({
  request: await attestRequest(services, { requestId, rev, actor: sender.actor, correlation }),
});
