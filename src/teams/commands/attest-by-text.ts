import { attestRequest } from '../../requests/attest-request.ts';
import type { CommandOf } from '../text/command.ts';
import type { Turn } from '../turn.ts';
import { numberedRequest } from './numbered-request.ts';
import { tell } from './tell.ts';

/** Saying in words that a change was applied by hand goes through the same door as the button. */
export async function attestByText(turn: Turn, { number }: CommandOf<'attest'>): Promise<void> {
  const { parts, sender, correlation } = turn;
  const { id } = await numberedRequest(turn, number);
  await attestRequest(parts, { requestId: id, rev: null, actor: sender.actor, correlation });
  const text =
    'Your name is recorded. What can be read of it in Defender is read next; the card says what became of it.';
  await tell(turn, { view: 'notice', data: { tone: 'info', title: `You say that #${number} is applied`, text } });
}
