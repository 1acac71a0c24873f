import { withdrawRequest } from '../../requests/withdraw-request.ts';
import type { CommandOf } from '../text/command.ts';
import type { Turn } from '../turn.ts';
import { numberedRequest } from './numbered-request.ts';
import { tell } from './tell.ts';

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
