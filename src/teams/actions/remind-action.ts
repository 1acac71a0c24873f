import { askReminder } from '../../requests/notifying/ask-reminder.ts';
import { type CardActionHandler, pressed } from './parse-action.ts';

/** Reminds those who can decide, and says whom. */
export const remind: CardActionHandler = async (turn, action) => {
  const { request, text } = await askReminder(turn.services, pressed(turn, action));
  return { request, notice: { tone: 'info', text } };
};
