import { chooseDigest, digestHere } from '../../../requests/asking/digest/choose-digest.ts';
import { assertMayRequest } from '../../../requests/rules/four-eyes.ts';
import type { Turn } from '../../bot/turn.ts';
import type { CommandOf } from '../../language/command.ts';
import { reply } from '../reply.ts';

/**
 * Begins, changes or ends the digest of this channel, for whoever may ask; or says which it gets.
 * @throws AirlockError not-allowed, may-not-read, directory-unavailable
 */
export async function digest(turn: Turn, { every }: CommandOf<'digest'>): Promise<void> {
  const { services, sender } = turn;
  const actor = await turn.admit();
  if (every === null) return reply(turn, { view: 'notice', data: await digestHere(services, sender.conversation) });
  await assertMayRequest(services, actor);
  const data = await chooseDigest(services, sender.conversation, every, actor);
  await reply(turn, { view: 'notice', data });
}
