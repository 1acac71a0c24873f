import { sentenceAmongOthers } from '../../requests/messages/among-others.ts';
import type { NoticeData } from '../../requests/messages/answers.ts';
import { outcomeSentence } from '../../requests/messages/decision-words.ts';
import { toldAnyway } from '../../requests/rules/may-read.ts';
import { isShownIn } from '../../requests/rules/shared-places.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { msg, say, t } from '../../shared/language/worded.ts';
import { CARD_ACTIONS } from '../actions/catalogue.ts';
import { view } from '../actions/looking/show-action.ts';
import {
  type ActionResult,
  type CardActionHandler,
  type IncomingAction,
  type IncomingRequestAction,
  parseAction,
  parseRequestAction,
  type ShownForm,
} from '../actions/parse-action.ts';
import { cardInvokeAnswer, type InvokeAnswer, type Turn, textInvokeAnswer } from '../bot/turn.ts';
import { answerCard, outsideCard, unshownCard } from '../cards/answers/answer-card.ts';
import type { AdaptiveCard } from '../cards/parts/render.ts';
import { formCard } from '../forms/form-card.ts';
import { FORM_VERBS } from '../forms/form-model.ts';
import { parseFormAction } from '../forms/parse-form-action.ts';
import { parseSeen, SEEN } from '../forms/seen-form.ts';
import { FORM_LINES } from '../language/groups/lines.ts';
import { listOutside } from '../outside/list-outside.ts';
import {
  OUTSIDE_LIST_VERB,
  OUTSIDE_VERBS,
  parseOutsideAction,
  parseOutsideList,
} from '../outside/parse-outside-action.ts';
import { closedDoor, knock } from './door.ts';
import { requestCardOf, sameCard } from './draw-request.ts';
import { takeFormAction } from './form-action.ts';
import { takeOutsideAction } from './outside-action.ts';
import { refusalOf } from './refusal.ts';
import { parseSaid, pressedCard, SAY, takeSaid, takeSeen } from './said-action.ts';

const UNKNOWN_BUTTON = msg`Airlock does not know this button; the card may be old. Nothing was changed.`;

/**
 * Answers an action on a card, or the client's automatic refresh, from the committed state: always with the viewer's
 * own current card, and right above its buttons the reason where the action was refused; with a sentence where there is
 * no card to show.
 */
export async function answerCardAction(turn: Turn): Promise<InvokeAnswer> {
  const action = parseAction(turn.activity.value);
  const take = action && takerOf(action);
  if (!take) {
    turn.services.log.warn({ correlation: turn.correlation }, 'unknown card action');
    return unknownButton(turn);
  }
  const verb = action.isManual ? action.verb : 'view';
  const door = await knock(turn, verb);
  const shut = 'refused' in door ? await closedDoor(turn) : null;
  if (shut) return closed(turn, action, shut);
  let result: ActionResult;
  try {
    result = await take('turn' in door ? door.turn : turn);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    const why = await closedDoor(turn);
    return why ? closed(turn, action, why) : gone(turn, verb, error);
  }
  return draw(turn, action, result);
}

/**
 * The card that was pressed as it is now, with why nothing happened right above its buttons; the sentence alone for
 * somebody who may not look, and where the message is not known any more.
 */
async function unknownButton(turn: Turn): Promise<InvokeAnswer> {
  if (await closedDoor(turn)) return textInvokeAnswer(say(UNKNOWN_BUTTON));
  const result = await pressedCard(turn, { tone: 'warning', text: say(UNKNOWN_BUTTON) });
  return draw(turn, { verb: 'view', isManual: false, data: {} }, result);
}

/**
 * The answer to somebody who may not look: it says nothing about what the card was of, so that it may take its place.
 * Where that could not be asked, the card stays with all of its buttons.
 */
async function closed(turn: Turn, action: IncomingAction, error: AirlockError): Promise<InvokeAnswer> {
  const verb = action.isManual ? action.verb : 'view';
  const refused = refusalOf(turn, error, { verb });
  if (error.code !== 'directory-unavailable') return noticeCard(turn, { title: t`Not shown`, ...refused });
  const pressed = parseRequestAction(action);
  if (!pressed) return textInvokeAnswer(refused.text);
  const same = await sameCard(turn, pressed, refused);
  if (same) return cardInvokeAnswer(same);
  if (action.isManual) return textInvokeAnswer(refused.text);
  const { requestId, rev, digest } = pressed;
  return cardInvokeAnswer(unshownCard({ title: t`Not shown`, ...refused }, { requestId, rev, digest }));
}

/** What the card was of is not stored any more; any other refusal leaves the card as it is. */
function gone(turn: Turn, verb: string, error: AirlockError): InvokeAnswer {
  const refused = refusalOf(turn, error, { verb });
  if (error.code !== 'not-found') return textInvokeAnswer(refused.text);
  const isForm = FORM_VERBS.some((one) => one === verb);
  const suggestions = [...(isForm ? [FORM_LINES.create] : []), 'requests', 'all requests', 'help'];
  return noticeCard(turn, { title: t`Not here any more`, ...refused, suggestions });
}

function noticeCard({ services }: Turn, data: NoticeData): InvokeAnswer {
  return cardInvokeAnswer(answerCard({ view: 'notice', data }, services.clock.now()));
}

/** @throws AirlockError where there is no card to show it on */
type Taker = (turn: Turn) => Promise<ActionResult>;

/** @returns null for an action that no card of Airlock sends. */
function takerOf(action: IncomingAction): Taker | null {
  const formVerb = FORM_VERBS.find((verb) => verb === action.verb);
  if (formVerb) {
    const onForm = parseFormAction(action);
    return onForm && ((turn) => takeFormAction(turn, formVerb, onForm));
  }
  const outsideVerb = OUTSIDE_VERBS.find((verb) => verb === action.verb);
  if (outsideVerb) {
    const onOutside = parseOutsideAction(action);
    return onOutside && ((turn) => takeOutsideAction(turn, outsideVerb, onOutside));
  }
  if (action.verb === OUTSIDE_LIST_VERB) {
    const page = parseOutsideList(action);
    return page && ((turn) => listOutside(turn, page));
  }
  if (action.verb === SAY) {
    const said = parseSaid(action);
    return said && ((turn) => takeSaid(turn, said));
  }
  if (action.verb === SEEN) {
    const seen = parseSeen(action.data);
    return seen && ((turn) => takeSeen(turn, action, seen));
  }
  const handler = CARD_ACTIONS.get(action.verb);
  const onRequest = handler ? parseRequestAction(action) : null;
  if (!handler || !onRequest) return null;
  // Only a person's own action may change anything; anything else that a client sends only shows the request.
  return (turn) => takeRequestAction(turn, onRequest, onRequest.isManual ? handler : view);
}

/**
 * A press counts only where the request may be seen by everybody who sees the card, as what is typed does: an id alone
 * opens no request in a place where it was neither asked nor announced.
 * @returns the action with the request where it had to be read for that
 * @throws AirlockError not-found
 */
async function shownHere({ services, sender }: Turn, action: IncomingRequestAction): Promise<IncomingRequestAction> {
  const { conversation } = sender;
  if (conversation.kind === 'personal') return action;
  const loaded = await services.store.request(services.tenantId, action.requestId);
  if (!loaded) return action;
  if (await isShownIn(services, loaded, conversation)) return { ...action, loaded };
  throw new AirlockError(
    'not-found',
    t`That request was neither asked nor announced here, so it is not shown here. Write to Airlock in your own chat to see it.`,
  );
}

/** The handler loads the request and answers with it as committed; it is read once more only after a refusal. */
async function takeRequestAction(
  turn: Turn,
  action: IncomingRequestAction,
  handler: CardActionHandler,
): Promise<ActionResult> {
  const shown = await shownHere(turn, action);
  try {
    return await handler(turn, shown);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    await turn.admit();
    const { verb, requestId } = action;
    const request = await turn.services.store.request(turn.services.tenantId, requestId);
    if (!request) throw error;
    return { request, notice: refusalOf(turn, error, { verb, requestId }), pressed: action };
  }
}

/** Draws the result. The action has happened, so a drawing error must not become "it failed, try again". */
async function draw(turn: Turn, action: IncomingAction, result: ActionResult): Promise<InvokeAnswer> {
  const { services, correlation } = turn;
  if ('sentence' in result) return textInvokeAnswer(result.sentence);
  try {
    return cardInvokeAnswer(await cardOf(turn, result));
  } catch (error) {
    const why = await closedDoor(turn);
    if (why) return undrawn(turn, action, result, why);
    services.log.error({ correlation, err: error }, 'card not drawn');
    return textInvokeAnswer(t`${await sentenceOf(turn, result)} (The card could not be drawn: ${correlation}.)`);
  }
}

/** The answer to somebody who acted and may not look: what became of it, where they took part. */
async function undrawn(
  turn: Turn,
  action: IncomingAction,
  result: ActionResult,
  why: AirlockError,
): Promise<InvokeAnswer> {
  if (!('request' in result)) return closed(turn, action, why);
  const { request } = result;
  const told = await toldAnyway(turn.services, request, turn.sender.actor.oid);
  if (told === 'nothing') return closed(turn, action, why);
  return textInvokeAnswer(told === 'all' ? await sentenceOf(turn, result) : outcomeSentence(request, told.why));
}

function cardOf(turn: Turn, result: Exclude<ActionResult, { sentence: string }>): AdaptiveCard | Promise<AdaptiveCard> {
  if ('request' in result) return requestCardOf(turn, result);
  if ('form' in result) return formCardOf(turn, result);
  const now = turn.services.clock.now();
  if ('outside' in result) return outsideCard(result.outside, result);
  if ('outsideList' in result) return answerCard({ view: 'outside-list', data: result.outsideList }, now);
  if ('answer' in result) return answerCard(result.answer, now, result.notice);
  return answerCard({ view: 'devices', data: result.devices }, now);
}

function formCardOf({ sender }: Turn, { form, notice }: ShownForm): AdaptiveCard {
  const viewer = form.requester.oid === sender.actor.oid ? 'requester' : 'other';
  return formCard(form, notice ? { viewer, notice } : { viewer });
}

async function sentenceOf(turn: Turn, result: ActionResult): Promise<string> {
  if ('request' in result) return result.notice?.text ?? (await sentenceAmongOthers(turn.services, result.request));
  if ('form' in result) return result.notice?.text ?? t`What was typed is kept.`;
  if ('sentence' in result) return result.sentence;
  if ('answer' in result) return result.notice?.text ?? t`The answer could not be drawn.`;
  if ('outside' in result) return result.notice?.text ?? t`What was changed outside Airlock is in its record.`;
  if ('outsideList' in result) return t`Write "outside changes" to see what is open.`;
  return t`The devices are listed in the record of the request.`;
}
