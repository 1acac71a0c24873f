import type { CommandOf } from '../text/command.ts';
import type { Turn } from '../turn.ts';
import { enqueue } from './enqueue.ts';
import { numberedRequest } from './numbered-request.ts';

/** Asks for the undoing of an applied request: a draft follows, which takes two people like any other. */
export async function revertByText(turn: Turn, { number }: CommandOf<'revert'>): Promise<void> {
  await numberedRequest(turn, number);
  await enqueue(turn, 'revert', { number });
}
