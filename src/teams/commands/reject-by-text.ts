import { rejectRequest } from '../../requests/reject-request.ts';
import type { CommandOf } from '../text/command.ts';
import type { Turn } from '../turn.ts';
import { numberedRequest } from './numbered-request.ts';
import { tell } from './tell.ts';

export async function rejectByText(turn: Turn, { number, reason }: CommandOf<'reject'>): Promise<void> {
  const { parts, sender, correlation } = turn;
  const { id } = await numberedRequest(turn, number);
  await rejectRequest(parts, { requestId: id, rev: null, reason, actor: sender.actor, correlation });
  const data = { tone: 'info', title: `You rejected #${number}`, text: 'Nothing was changed.' } as const;
  await tell(turn, { view: 'notice', data });
}
