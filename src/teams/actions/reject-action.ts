import { rejectRequest } from '../../requests/deciding/reject.ts';
import type { Turn } from '../bot/turn.ts';
import type { CommandOf } from '../language/command.ts';
import type { CardActionHandler } from './parse-action.ts';
import { numberedRequest, reply } from './reply.ts';

export async function rejectByText(turn: Turn, { number, reason }: CommandOf<'reject'>): Promise<void> {
  const { services, sender, correlation } = turn;
  const { id } = await numberedRequest(turn, number);
  await rejectRequest(services, { requestId: id, rev: null, reason, actor: sender.actor, correlation });
  const data = { tone: 'info', title: `You rejected #${number}`, text: 'Nothing was changed.' } as const;
  await reply(turn, { view: 'notice', data });
}

export const reject: CardActionHandler = async ({ services, sender, correlation }, { requestId, rev, reason }) => ({
  request: await rejectRequest(services, { requestId, rev, reason, actor: sender.actor, correlation }),
});
