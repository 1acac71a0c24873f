import { withdrawRequest } from '../../requests/deciding/withdraw.ts';
import type { Turn } from '../bot/turn.ts';
import type { CommandOf } from '../language/command.ts';
import type { CardActionHandler } from './parse-action.ts';
import { numberedRequest, reply } from './reply.ts';

export async function withdrawByText(turn: Turn, { number }: CommandOf<'withdraw'>): Promise<void> {
  const { services, sender, correlation } = turn;
  const { id } = await numberedRequest(turn, number);
  const after = await withdrawRequest(services, { requestId: id, rev: null, actor: sender.actor, correlation });
  const text = after.handover
    ? 'Airlock itself changed nothing in Defender. Anything done by following the steps still stands.'
    : 'Nothing was changed.';
  const data = { tone: 'info', title: `You withdrew #${number}`, text } as const;
  await reply(turn, { view: 'notice', data });
}

export const withdraw: CardActionHandler = async ({ services, sender, correlation }, { requestId, rev }) => ({
  request: await withdrawRequest(services, { requestId, rev, actor: sender.actor, correlation }),
});
