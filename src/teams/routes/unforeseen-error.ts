import type { TurnContext } from 'botbuilder';
import { reply } from '../actions/reply.ts';
import { respond, textInvokeAnswer, turnOf } from '../bot/turn.ts';

/**
 * The end of every error that nobody foresaw: logged with its cause, answered with a reference and none of its words. A message that
 * cannot even be answered is thrown back, so that Teams shows it as not delivered.
 */
export async function answerTurnError(context: TurnContext, error: unknown): Promise<void> {
  const turn = turnOf(context);
  const { services, correlation, activity } = turn;
  services.log.error({ correlation, activity: activity.type, err: error }, 'a turn failed');
  services.meter.count('refusals', { code: 'internal' });
  if (activity.type === 'invoke') {
    const text = `Something went wrong, and this click may not have counted. Look at the card again before you repeat it. Reference: ${correlation}`;
    return respond(context, textInvokeAnswer(text));
  }
  if (activity.type !== 'message') return;
  const text = `Look at "requests" before you write it again. Whoever operates Airlock finds more under the reference ${correlation}.`;
  await reply(turn, { view: 'notice', data: { tone: 'attention', title: 'Something went wrong', text } });
}
