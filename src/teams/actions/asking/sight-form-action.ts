import { assertMayAttest } from '../../../requests/rules/four-eyes.ts';
import type { Turn } from '../../bot/turn.ts';
import type { CommandOf } from '../../language/command.ts';
import { reply } from '../reply.ts';

/**
 * Opens a form to say what somebody sees of a switch or a group, for whoever may say so.
 * @throws AirlockError may-not-read, not-allowed, directory-unavailable
 */
export async function openSightForm(turn: Turn, { of }: CommandOf<'sight-form'>): Promise<void> {
  await assertMayAttest(turn.services, turn.sender.actor);
  await reply(turn, { view: 'sight', data: { of, typed: {} } });
}
