import { isAirlockError } from '../../shared/errors.ts';
import { runCommand } from '../actions/catalogue.ts';
import { reply } from '../actions/reply.ts';
import type { Turn } from '../bot/turn.ts';
import { normaliseText } from '../language/normalise.ts';
import { parseCommand } from '../language/parse-command.ts';

/** Does what a message asks for, or says why it is not done. */
export async function hearMessage(turn: Turn): Promise<void> {
  const { activity, sender, services, correlation } = turn;
  if (activity.text === undefined && activity.value !== undefined) return;
  const mentions = activity.entities.flatMap((one) => (one ? [{ id: one.mentioned.id, text: one.text }] : []));
  const command = parseCommand(normaliseText({ text: activity.text ?? '', mentions, bot: sender.bot }));
  try {
    await runCommand(turn, command);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    services.log.info(
      { correlation, command: command.kind, actor: sender.actor.oid, code: error.code },
      'a command was refused',
    );
    services.meter.count('refusals', { code: error.code });
    const tone = error.code === 'not-allowed' || error.code === 'wrong-state' ? 'warning' : 'attention';
    await reply(turn, { view: 'notice', data: { tone, title: 'That was not done', text: error.message } });
  }
}
