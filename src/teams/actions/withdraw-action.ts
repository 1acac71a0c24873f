import { withdrawRequest } from '../../requests/deciding/withdraw.ts';
import type { Turn } from '../bot/turn.ts';
import type { CommandOf } from '../language/command.ts';
import type { CardAction } from './parse-action.ts';
import { numberedRequest, tell } from './reply.ts';

export async function withdrawByText(turn: Turn, { number }: CommandOf<'withdraw'>): Promise<void> {
  const { parts, sender, correlation } = turn;
  const { id } = await numberedRequest(turn, number);
  const after = await withdrawRequest(parts, { requestId: id, rev: null, actor: sender.actor, correlation });
  const text = after.handover
    ? 'Airlock itself changed nothing in Defender. What anybody did by the steps still stands.'
    : 'Nothing was changed.';
  const data = { tone: 'info', title: `You withdrew #${number}`, text } as const;
  await tell(turn, { view: 'notice', data });
}

export const withdraw: CardAction = async ({ parts, sender, correlation }, { requestId, rev }) => ({
  request: await withdrawRequest(parts, { requestId, rev, actor: sender.actor, correlation }),
});
