import { isAirlockError } from '../../errors.ts';
import { loadRequest } from '../../requests/current-request.ts';
import { sessionOwner } from '../../requests/own-session.ts';
import { viewerRole } from '../../requests/rights.ts';
import { stateSentence } from '../../requests/state-sentence.ts';
import { adoptCopy } from '../card-actions/adopt-copy.ts';
import { CARD_ACTIONS } from '../card-actions/card-actions.ts';
import { type Press, parsePress } from '../card-actions/press.ts';
import { parseRequestPress, type RequestPress } from '../card-actions/request-press.ts';
import type { Shown, ShownForm, ShownRequest } from '../card-actions/shown.ts';
import { parseFormPress } from '../form-actions/form-press.ts';
import { cardInvokeAnswer, type InvokeAnswer, textInvokeAnswer } from '../invoke-answer.ts';
import type { AdaptiveCard } from '../render/adaptive-card.ts';
import type { Turn } from '../turn.ts';
import { answerCard } from '../views/answer-card.ts';
import { FORM_VERBS } from '../views/form/form-model.ts';
import { formCard } from '../views/form/form-view.ts';
import { requestCard } from '../views/request-view.ts';
import { pressForm } from './form-press.ts';

const UNKNOWN_BUTTON =
  'This button is not known; the card may be old. Nothing was changed. Write "requests" to see what is open.';

/**
 * Answers a press of a button, or the client's own refresh, from the committed state: always the viewer's own current card, with the
 * reason above it where the press was refused, or a sentence where there is no card to show.
 */
export async function answerCardAction(turn: Turn): Promise<InvokeAnswer> {
  const { parts, correlation, activity } = turn;
  const press = parsePress(activity.value);
  try {
    const shown = press && (await act(turn, press));
    if (shown) return await draw(turn, shown);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return textInvokeAnswer(error.message);
  }
  parts.log.warn({ correlation }, 'a card action that is none of ours');
  return textInvokeAnswer(UNKNOWN_BUTTON);
}

/** @returns null for a press of no card of ours. @throws AirlockError where there is no card to say it on. */
async function act(turn: Turn, press: Press): Promise<Shown | null> {
  const formVerb = FORM_VERBS.find((verb) => verb === press.verb);
  if (formVerb) {
    const ours = parseFormPress(press);
    return ours && pressForm(turn, formVerb, ours);
  }
  const ours = CARD_ACTIONS.has(press.verb) ? parseRequestPress(press) : null;
  return ours && pressRequest(turn, ours);
}

async function pressRequest(turn: Turn, press: RequestPress): Promise<Shown> {
  const action = CARD_ACTIONS.get(press.isManual ? press.verb : 'view');
  const { parts, correlation, sender } = turn;
  try {
    return action ? await action(turn, press) : { request: await loadRequest(parts, press.requestId) };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    const { verb, requestId } = press;
    parts.log.info({ correlation, verb, requestId, actor: sender.actor.oid, code: error.code }, 'a press was refused');
    parts.meter.count('refusals', { code: error.code });
    const request = await parts.store.request(parts.tenantId, requestId);
    if (!request) throw error;
    const tone = error.code === 'wrong-state' || error.code === 'rev-conflict' ? 'warning' : 'attention';
    return { request, notice: { tone, text: error.message } };
  }
}

/** What was done stands, whether it can be drawn or not: from here on nothing may turn into "it failed, click again". */
async function draw(turn: Turn, shown: Shown): Promise<InvokeAnswer> {
  const { parts, correlation } = turn;
  try {
    return cardInvokeAnswer(await cardOf(turn, shown));
  } catch (error) {
    parts.log.error({ correlation, err: error }, 'a card could not be drawn');
    return textInvokeAnswer(`${sentenceOf(shown)} (The card could not be drawn: ${correlation}.)`);
  }
}

function cardOf(turn: Turn, shown: Shown): AdaptiveCard | Promise<AdaptiveCard> {
  if ('request' in shown) return requestCardOf(turn, shown);
  if ('form' in shown) return formCardOf(turn, shown);
  return answerCard({ view: 'devices', data: shown.devices }, turn.parts.clock.now());
}

async function requestCardOf(turn: Turn, { request, notice }: ShownRequest): Promise<AdaptiveCard> {
  const { parts, sender } = turn;
  const role = await viewerRole(parts, request, sender.actor.oid);
  await adoptCopy(turn, request, role);
  const { quorum } = parts.policy;
  const options = { role, now: parts.clock.now(), refreshFor: [], quorum, actsAs: await sessionOwner(parts, request) };
  return requestCard(request, notice ? { ...options, notice } : options);
}

function formCardOf({ sender }: Turn, { form, notice }: ShownForm): AdaptiveCard {
  const viewer = form.requester.oid === sender.actor.oid ? 'requester' : 'other';
  return formCard(form, notice ? { viewer, notice } : { viewer });
}

function sentenceOf(shown: Shown): string {
  if ('request' in shown) return shown.notice?.text ?? stateSentence(shown.request);
  if ('form' in shown) return shown.notice?.text ?? 'What was typed is kept.';
  return 'The devices are listed in the record of the request.';
}
