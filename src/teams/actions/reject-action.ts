import { rejectRequest } from '../../requests/deciding/reject.ts';
import type { Turn } from '../bot/turn.ts';
import type { CommandOf } from '../language/command.ts';
import type { CardAction } from './parse-action.ts';
import { numberedRequest, tell } from './reply.ts';

export async function rejectByText(turn: Turn, { number, reason }: CommandOf<'reject'>): Promise<void> {
  const { parts, sender, correlation } = turn;
  const { id } = await numberedRequest(turn, number);
  await rejectRequest(parts, { requestId: id, rev: null, reason, actor: sender.actor, correlation });
  const data = { tone: 'info', title: `You rejected #${number}`, text: 'Nothing was changed.' } as const;
  await tell(turn, { view: 'notice', data });
}

export const reject: CardAction = async ({ parts, sender, correlation }, { requestId, rev, reason }) => ({
  request: await rejectRequest(parts, { requestId, rev, reason, actor: sender.actor, correlation }),
});
