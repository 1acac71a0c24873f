import { stateSentence } from '../../requests/messages/state-words.ts';
import type { Request } from '../../requests/record/request.ts';
import { type ViewerRole, viewerRole } from '../../requests/rules/eligibility.ts';
import { loadRequest } from '../../requests/rules/load.ts';
import { sessionOwner } from '../../requests/rules/session-owner.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { CARD_ACTIONS } from '../actions/catalogue.ts';
import {
  type ActionResult,
  type IncomingAction,
  type IncomingRequestAction,
  parseAction,
  parseRequestAction,
  type ShownForm,
  type ShownRequest,
} from '../actions/parse-action.ts';
import { cardInvokeAnswer, type InvokeAnswer, type Turn, textInvokeAnswer } from '../bot/turn.ts';
import { answerCard } from '../cards/answers/answer-card.ts';
import type { AdaptiveCard } from '../cards/parts/render.ts';
import { requestCard } from '../cards/request/request-card.ts';
import { formCard } from '../forms/form-card.ts';
import { FORM_VERBS } from '../forms/form-model.ts';
import { parseFormAction } from '../forms/parse-form-action.ts';
import { pressForm } from './form-action.ts';

/** How many copies of one card are kept current; what is adopted beyond them would only be an attack. */
const COPIES_MAX = 200;

/**
 * Takes the message that was clicked on into the copies of the request's card, if it is none: its id was lost when an earlier process
 * died between sending it and writing that down. While another copy is still on its way there, it may be that one: then it waits for
 * the next click.
 */
export async function adoptCopy(turn: Turn, request: Request, role: ViewerRole): Promise<void> {
  const { services, sender, activity } = turn;
  const { key, kind } = sender.place;
  if (!activity.replyToId) return;
  const messages = await services.store.copies(services.tenantId, request.id);
  const here = messages.filter((post) => room(post.conversation) === room(key));
  const isKnown = here.some((post) => post.activityId === activity.replyToId || post.activityId === null);
  if (isKnown || messages.length >= COPIES_MAX) return;
  const own = kind === 'personal' && role !== 'reader';
  await services.store.adoptMessage(
    {
      key: `${request.id}:adopted:${key}:${activity.replyToId}`,
      tenantId: services.tenantId,
      conversation: key,
      content: {
        kind: 'request',
        requestId: request.id,
        audience: own ? role : 'shared',
        viewer: own ? sender.actor.oid : null,
      },
      dueAt: services.clock.now(),
    },
    activity.replyToId,
  );
}

/** The conversation without its thread: a message that opened a thread was posted under the plain id. */
function room(conversation: string): string {
  return conversation.split(';', 1)[0] ?? conversation;
}

const UNKNOWN_BUTTON =
  'This button is not known; the card may be old. Nothing was changed. Write "requests" to see what is open.';

/**
 * Answers a press of a button, or the client's own refresh, from the committed state: always the viewer's own current card, with the
 * reason above it where the press was refused, or a sentence where there is no card to show.
 */
export async function answerCardAction(turn: Turn): Promise<InvokeAnswer> {
  const { services, correlation, activity } = turn;
  const press = parseAction(activity.value);
  try {
    const shown = press && (await act(turn, press));
    if (shown) return await draw(turn, shown);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return textInvokeAnswer(error.message);
  }
  services.log.warn({ correlation }, 'a card action that is none of ours');
  return textInvokeAnswer(UNKNOWN_BUTTON);
}

/** @returns null for a press of no card of ours. @throws AirlockError where there is no card to say it on. */
async function act(turn: Turn, press: IncomingAction): Promise<ActionResult | null> {
  const formVerb = FORM_VERBS.find((verb) => verb === press.verb);
  if (formVerb) {
    const ours = parseFormAction(press);
    return ours && pressForm(turn, formVerb, ours);
  }
  const ours = CARD_ACTIONS.has(press.verb) ? parseRequestAction(press) : null;
  return ours && pressRequest(turn, ours);
}

async function pressRequest(turn: Turn, press: IncomingRequestAction): Promise<ActionResult> {
  const action = CARD_ACTIONS.get(press.isManual ? press.verb : 'view');
  const { services, correlation, sender } = turn;
  try {
    return action ? await action(turn, press) : { request: await loadRequest(services, press.requestId) };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    const { verb, requestId } = press;
    services.log.info(
      { correlation, verb, requestId, actor: sender.actor.oid, code: error.code },
      'a press was refused',
    );
    services.meter.count('refusals', { code: error.code });
    const request = await services.store.request(services.tenantId, requestId);
    if (!request) throw error;
    const tone = error.code === 'wrong-state' || error.code === 'rev-conflict' ? 'warning' : 'attention';
    return { request, notice: { tone, text: error.message } };
  }
}

/** What was done stands, whether it can be drawn or not: from here on nothing may turn into "it failed, click again". */
async function draw(turn: Turn, shown: ActionResult): Promise<InvokeAnswer> {
  const { services, correlation } = turn;
  try {
    return cardInvokeAnswer(await cardOf(turn, shown));
  } catch (error) {
    services.log.error({ correlation, err: error }, 'a card could not be drawn');
    return textInvokeAnswer(`${sentenceOf(shown)} (The card could not be drawn: ${correlation}.)`);
  }
}

function cardOf(turn: Turn, shown: ActionResult): AdaptiveCard | Promise<AdaptiveCard> {
  if ('request' in shown) return requestCardOf(turn, shown);
  if ('form' in shown) return formCardOf(turn, shown);
  return answerCard({ view: 'devices', data: shown.devices }, turn.services.clock.now());
}

async function requestCardOf(turn: Turn, { request, notice }: ShownRequest): Promise<AdaptiveCard> {
  const { services, sender } = turn;
  const role = await viewerRole(services, request, sender.actor.oid);
  await adoptCopy(turn, request, role);
  const { quorum } = services.policy;
  const options = {
    role,
    now: services.clock.now(),
    refreshFor: [],
    quorum,
    actsAs: await sessionOwner(services, request),
  };
  return requestCard(request, notice ? { ...options, notice } : options);
}

function formCardOf({ sender }: Turn, { form, notice }: ShownForm): AdaptiveCard {
  const viewer = form.requester.oid === sender.actor.oid ? 'requester' : 'other';
  return formCard(form, notice ? { viewer, notice } : { viewer });
}

function sentenceOf(shown: ActionResult): string {
  if ('request' in shown) return shown.notice?.text ?? stateSentence(shown.request);
  if ('form' in shown) return shown.notice?.text ?? 'What was typed is kept.';
  return 'The devices are listed in the record of the request.';
}
