import { runCommand } from '../actions/catalogue.ts';
import { reply } from '../actions/reply.ts';
import type { Turn } from '../bot/turn.ts';
import { normaliseText } from '../language/normalise.ts';
import { parseCommand } from '../language/parse-command.ts';
import { refusalOf } from './refusal.ts';

/** Carries out what a message asks for, or answers why it was refused. */
export async function hearMessage(turn: Turn): Promise<void> {
  const { activity, sender } = turn;
  if (activity.text === undefined && activity.value !== undefined) return;
  const mentions = activity.entities.flatMap((one) => (one ? [{ id: one.mentioned.id, text: one.text }] : []));
  const command = parseCommand(normaliseText({ text: activity.text ?? '', mentions, bot: sender.bot }));
  try {
    await runCommand(turn, command);
  } catch (error) {
    const refusal = refusalOf(turn, error, { command: command.kind });
    await reply(turn, { view: 'notice', data: { title: 'That was not done', ...refusal } });
  }
}
