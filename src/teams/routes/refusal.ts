import type { TurnContext } from 'botbuilder';
import { toneOf } from '../../requests/messages/decision-words.ts';
import { type AirlockError, errorFields, isAirlockError } from '../../shared/errors.ts';
import { say, t } from '../../shared/language/worded.ts';
import type { ActionNotice } from '../actions/parse-action.ts';
import { replyAlone } from '../actions/reply.ts';
import { respond, type Turn, turnOf, unknownInvokeAnswer } from '../bot/turn.ts';

/**
 * The sentence for somebody whose action, form, command or search was refused. Logs and counts the refusal.
 * @param facts what was refused, for the log: a verb, a request id, a command; never anybody's words
 * @throws any other error than an AirlockError, which `answerTurnError` answers
 */
export function refusalOf(turn: Turn, error: unknown, facts: object): ActionNotice {
  if (!isAirlockError(error)) throw error;
  const { services, correlation, sender } = turn;
  const { code } = error;
  services.log.info({ correlation, actor: sender.actor.oid, ...facts, ...errorFields(error) }, 'refused');
  services.meter.count('refusals', { code });
  return { tone: toneOf(code), text: say(sentenceOf(turn, error)) };
}

/**
 * What is written in a channel is mostly answered to its author alone, but Teams cannot do that everywhere: no value of
 * anybody's mark is written there. What is pressed is answered to who pressed.
 */
function sentenceOf({ activity, sender }: Turn, { message, details }: AirlockError): string {
  const isRead = activity.type !== 'invoke' && sender.conversation.kind !== 'personal';
  return isRead && typeof details.inShared === 'string' ? details.inShared : message;
}

/**
 * Answers every unexpected error with a reference to the log and nothing of the error itself. Throws when a message
 * cannot be answered, so that Teams shows it as not delivered.
 */
export async function answerTurnError(context: TurnContext, error: unknown): Promise<void> {
  const turn = turnOf(context);
  const { services, correlation, activity } = turn;
  services.log.error({ correlation, activity: activity.type, err: error }, 'turn failed');
  services.meter.count('refusals', { code: 'internal' });
  if (activity.type === 'invoke') {
    const text = t`Something went wrong, and this action may not have counted. Check the card before you repeat it. Reference: ${correlation}`;
    return respond(context, unknownInvokeAnswer(activity.name ?? '', text));
  }
  if (activity.type !== 'message') return;
  const text = t`Check "requests" before you write it again. Whoever operates Airlock finds details in the log under the reference ${correlation}.`;
  const answer = { view: 'notice', data: { tone: 'attention', title: t`Something went wrong`, text } } as const;
  const isStored = await turn.admit().then(
    () => true,
    () => false,
  );
  await (isStored ? replyAlone(turn, answer) : turn.tell(answer));
}
