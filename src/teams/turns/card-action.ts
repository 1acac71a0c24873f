import { type AirlockError, isAirlockError } from '../../errors.ts';
import type { Tone } from '../../requests/answer.ts';
import { loadRequest } from '../../requests/current-request.ts';
import { sessionOwner } from '../../requests/own-session.ts';
import type { Request } from '../../requests/request.ts';
import { viewerRole } from '../../requests/rights.ts';
import { stateSentence } from '../../requests/state-sentence.ts';
import { adoptCopy } from '../card-actions/adopt-copy.ts';
import { CARD_ACTIONS } from '../card-actions/card-actions.ts';
import { type CardPress, parseCardPress } from '../card-actions/card-press.ts';
import { cardInvokeAnswer, type InvokeAnswer, textInvokeAnswer } from '../invoke-answer.ts';
import type { Turn } from '../turn.ts';
import { requestCard } from '../views/request-view.ts';

const UNKNOWN_BUTTON =
  'This button is not known; the card may be old. Nothing was changed. Write "requests" to see what is open.';

interface Shown {
  readonly request: Request;
  readonly notice?: { readonly tone: Tone; readonly text: string };
}

/**
 * Answers a press of a button, or the client's own refresh, from the committed state: always the viewer's own current card, with the
 * reason above it where the press was refused, or a sentence where there is no card to show.
 */
export async function answerCardAction(turn: Turn): Promise<InvokeAnswer> {
  const press = parseCardPress(turn.activity.value);
  if (!press || !CARD_ACTIONS.has(press.verb)) {
    turn.parts.log.warn({ correlation: turn.correlation }, 'a card action that is none of ours');
    return textInvokeAnswer(UNKNOWN_BUTTON);
  }
  const shown = await act(turn, press);
  return 'refusal' in shown ? textInvokeAnswer(shown.refusal.message) : draw(turn, shown);
}

async function act(turn: Turn, press: CardPress): Promise<Shown | { readonly refusal: AirlockError }> {
  const action = CARD_ACTIONS.get(press.isManual ? press.verb : 'view');
  try {
    if (!action) return { request: await loadRequest(turn.parts, press.requestId) };
    return { request: await action(turn, press) };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return refused(turn, press, error);
  }
}

async function refused(
  { parts, correlation, sender }: Turn,
  { verb, requestId }: CardPress,
  error: AirlockError,
): Promise<Shown | { readonly refusal: AirlockError }> {
  parts.log.info({ correlation, verb, requestId, actor: sender.actor.oid, code: error.code }, 'a press was refused');
  parts.meter.count('refusals', { code: error.code });
  const request = await parts.store.request(parts.tenantId, requestId);
  if (!request) return { refusal: error };
  const tone = error.code === 'wrong-state' || error.code === 'rev-conflict' ? 'warning' : 'attention';
  return { request, notice: { tone, text: error.message } };
}

/** What was done stands, whether it can be drawn or not: from here on nothing may turn into "it failed, click again". */
async function draw(turn: Turn, { request, notice }: Shown): Promise<InvokeAnswer> {
  const { parts, sender, correlation } = turn;
  try {
    const role = await viewerRole(parts, request, sender.actor.oid);
    await adoptCopy(turn, request, role);
    const { quorum } = parts.policy;
    const options = { role, now: parts.clock.now(), refreshFor: [], quorum, actsAs: await sessionOwner(parts) };
    return cardInvokeAnswer(requestCard(request, notice ? { ...options, notice } : options));
  } catch (error) {
    parts.log.error({ correlation, requestId: request.id, err: error }, 'a card could not be drawn');
    return textInvokeAnswer(`${notice?.text ?? stateSentence(request)} (The card could not be drawn: ${correlation}.)`);
  }
}
