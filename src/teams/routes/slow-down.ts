import type { TurnContext } from 'botbuilder';
import { msg, say } from '../../shared/language/worded.ts';
import { parseAction } from '../actions/parse-action.ts';
import type { Pace } from '../bot/pace.ts';
import { cardInvokeAnswer, respond, type Turn, textInvokeAnswer, unknownInvokeAnswer } from '../bot/turn.ts';
import { answerCard } from '../cards/answers/answer-card.ts';
import { searchAnswer } from './search.ts';

const TITLE = msg`Too much at once`;
export const TOO_MUCH = msg`That was more than Airlock answers at once, so nothing was done. Wait a minute, then try again.`;
const NOTICE = { view: 'notice', data: { tone: 'warning', title: TITLE, text: TOO_MUCH } } as const;

/**
 * Answers what came too fast, without asking or storing anything: a message once and then no more, a press each time,
 * since Teams sends an unanswered one again.
 */
export async function slowDown(context: TurnContext, turn: Turn, pace: Exclude<Pace, 'go'>): Promise<void> {
  const { activity, services } = turn;
  if (activity.type === 'message') return tellToWait(turn, pace);
  if (pace === 'tell') logTooMany(turn);
  if (activity.type !== 'invoke') return;
  if (activity.name === 'application/search') return respond(context, searchAnswer([]));
  if (activity.name?.startsWith('composeExtension/') === true)
    return respond(context, unknownInvokeAnswer(activity.name, say(TOO_MUCH)));
  const action = parseAction(activity.value);
  const card = () => cardInvokeAnswer(answerCard(NOTICE, services.clock.now()));
  await respond(context, action && !action.isManual ? card() : textInvokeAnswer(say(TOO_MUCH)));
}

/** Answers a message that came too fast, where nobody was told yet. */
export async function tellToWait(turn: Turn, pace: Exclude<Pace, 'go'>): Promise<void> {
  if (pace === 'silent') return;
  logTooMany(turn);
  await turn.tell(NOTICE);
}

function logTooMany({ services, correlation, sender }: Turn): void {
  services.log.warn({ correlation, actor: sender.actor.oid }, 'too many activities');
}
