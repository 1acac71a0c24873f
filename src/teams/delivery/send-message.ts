import { z } from 'zod';
import { whyNotScanned } from '../../requests/deciding/alone/scanned-alone.ts';
import { amongOthers } from '../../requests/messages/among-others.ts';
import type { Answer } from '../../requests/messages/answers.ts';
import { storedAnswer } from '../../requests/messages/outbox-messages.ts';
import { pushWords } from '../../requests/messages/push-words.ts';
import { openUndoing } from '../../requests/notifying/undone/opposites.ts';
import type { Conversation, OutboxContent, OutboxMessage } from '../../requests/ports/outbox.ts';
import type { Services } from '../../requests/ports/services.ts';
import type { Request } from '../../requests/record/request.ts';
import { barredNow, outdatedPolicy } from '../../requests/rules/approvable.ts';
import { announcedOf, asShown } from '../../requests/rules/load.ts';
import { sessionOwner } from '../../requests/rules/people/session-owner.ts';
import { seenSince } from '../../requests/rules/seen-accounts.ts';
import { isShownIn, type Place } from '../../requests/rules/shared-places.ts';
import { AirlockError } from '../../shared/errors.ts';
import type { ConversationKey, TenantId } from '../../shared/ids.ts';
import type { Json } from '../../shared/json.ts';
import { say, t } from '../../shared/language/worded.ts';
import { answerCard, outsideCard } from '../cards/answers/answer-card.ts';
import type { AdaptiveCard } from '../cards/parts/render.ts';
import { sanitise } from '../cards/parts/shown-text.ts';
import { undoingNow } from '../cards/request/hints.ts';
import { requestCard } from '../cards/request/request-card.ts';
import { formCard } from '../forms/form-card.ts';
import { mentioning } from './mentions.ts';
import type { RefreshAudience } from './refresh-audience.ts';

/** The longest line that a notification shows, in code points. */
const SUMMARY = 200;

export interface RenderedMessage {
  readonly card: AdaptiveCard;
  /** The text of the notification; a card alone has none. */
  readonly summary: string;
  readonly rev: number;
}

type RequestContent = Extract<OutboxContent, { kind: 'request' }>;

/**
 * Renders a message as it is to be sent now. A request's card is drawn from the request's current state.
 * @throws AirlockError delivery-gone when the request or form no longer exists, card-invalid, store-corrupt
 */
export async function renderMessage(
  services: Services,
  message: OutboxMessage,
  place: Conversation['kind'],
  refreshAudience: RefreshAudience,
): Promise<RenderedMessage> {
  const { content } = message;
  if (content.kind === 'answer') {
    const drawn = await renderStored(services, message, storedAnswer(content), refreshAudience);
    const isMarked = message.activityId === null && content.onlyFor === undefined;
    return isMarked ? { ...drawn, card: withMarkedButtons(drawn.card, message) } : drawn;
  }
  if (content.kind === 'form') return formMessage(services, message.tenantId, content, refreshAudience);
  const stored = await services.store.request(message.tenantId, content.requestId);
  if (!stored) throw new AirlockError('delivery-gone', 'The request of this card is not stored.');
  const { request, untrue } = await asShown(services, stored, message.key);
  const isNew = message.activityId === null;
  const notice = untrue ?? (isNew ? content.notice : undefined);
  const refreshFor = await refreshedFor(request, message.conversation, content, place, refreshAudience);
  const mayApprove = untrue === null && outdatedPolicy(services.policy, request) === null;
  const where = { key: message.conversation, kind: place };
  const drawn = await requestMessage(services, request, { ...content, notice, mayApprove, where }, refreshFor);
  const mentions = isNew && request.state === 'pending' ? (content.mentions ?? []) : [];
  return { ...drawn, card: mentioning(marked(drawn.card, message), mentions, isRefused(message)) };
}

async function renderStored(
  { clock }: Services,
  message: OutboxMessage,
  answer: Answer,
  refreshAudience: RefreshAudience,
): Promise<RenderedMessage> {
  const drawn = renderAnswer(answer, clock.now(), isRefused(message));
  if (answer.view !== 'outside' || answer.data.adopted) return drawn;
  return { ...drawn, card: outsideCard(answer.data, { refreshFor: await refreshAudience.ofOutside(answer.data) }) };
}

/**
 * A card that asks for each person's view by itself tells with it which message it is: so its id is learnt also where
 * Teams' answer to sending it was lost.
 */
function marked(card: AdaptiveCard, { id: copy }: OutboxMessage): AdaptiveCard {
  const found = refreshing.safeParse(card.refresh);
  if (!found.success) return card;
  const { action } = found.data;
  return { ...card, refresh: { ...found.data, action: { ...action, data: { ...action.data, copy } } } };
}

/** The same for an answer, which asks for nothing by itself: each of its buttons tells it when it is pressed. */
function withMarkedButtons(card: AdaptiveCard, { id: copy }: OutboxMessage): AdaptiveCard {
  const marking = (_key: string, value: unknown) => {
    const button = said.safeParse(value);
    return button.success ? { ...button.data, data: { ...button.data.data, copy } } : value;
  };
  // Sound: what a card is made of is JSON, and nothing but the data of its buttons gets more.
  return JSON.parse(JSON.stringify(card), marking) as AdaptiveCard;
}

const said = z.looseObject({ verb: z.literal('say'), data: z.looseObject({ say: z.string() }) });
const json = z.custom<Json>();
const refreshing = z
  .looseObject({
    action: z.looseObject({ data: z.record(z.string(), json) }).catchall(json),
  })
  .catchall(json);

/** Whether Teams took the message for wrong, as it may do where somebody mentioned is no member of the place. */
function isRefused({ failing }: OutboxMessage): boolean {
  return /^400\b/.test(failing?.why ?? '');
}

/** @throws AirlockError card-invalid */
export function renderAnswer(answer: Answer, now: number, asNames = false): RenderedMessage {
  const card = answerCard(answer, now);
  const mentions = answer.view === 'notice' ? (answer.data.mentions ?? []) : [];
  return { card: mentioning(card, mentions, asNames), summary: answerSummary(answer), rev: 0 };
}

/** Who gets a view of their own of a card by looking at it: in a chat whoever is in it, wherever that is known. */
async function refreshedFor(
  request: Request,
  conversation: ConversationKey,
  { audience, viewer }: RequestContent,
  place: Conversation['kind'],
  refreshAudience: RefreshAudience,
): Promise<readonly string[]> {
  const own = place === 'personal' ? await refreshAudience.inChat(request, conversation, viewer) : [];
  return own.length > 0 || audience !== 'shared' ? own : refreshAudience.ofRequest(request);
}

interface Drawn extends Pick<RequestContent, 'audience' | 'viewer'> {
  readonly notice: string | undefined;
  readonly mayApprove: boolean;
  readonly where: Place;
}

async function requestMessage(
  services: Services,
  request: Request,
  { audience, viewer, notice, mayApprove, where }: Drawn,
  refreshFor: readonly string[],
): Promise<RenderedMessage> {
  const { policy, clock } = services;
  const actsAs = await sessionOwner(services, request);
  const seen = await seenSince(services, request);
  const announced = audience === 'approver' ? null : await announcedOf(services, request);
  const undoing = await openUndoing(services, request);
  const options = {
    role: audience,
    viewer,
    now: clock.now(),
    refreshFor,
    policy,
    actsAs,
    seen,
    announced,
    undoing: undoingNow(undoing, undoing !== null && (await isShownIn(services, undoing, where))),
    noRoom: audience === 'requester' ? await whyNotScanned(services, request) : null,
    mayApprove,
    barred: barredNow(services, request),
  };
  const said = notice === undefined ? {} : { notice: { tone: 'warning', text: notice } as const };
  const named = await amongOthers(services, request);
  const card = requestCard(named, { ...options, ...said });
  return { card, summary: sanitise(pushWords(named), SUMMARY), rev: request.rev };
}

async function formMessage(
  services: Services,
  tenantId: TenantId,
  { formId, viewer }: Extract<OutboxContent, { kind: 'form' }>,
  refreshAudience: RefreshAudience,
): Promise<RenderedMessage> {
  const form = await services.store.form(tenantId, formId);
  if (!form) throw new AirlockError('delivery-gone', 'The form of this card is not stored.');
  const card =
    viewer === form.requester.oid
      ? formCard(form, { viewer: 'requester' })
      : formCard(form, { viewer: 'other', refreshFor: await refreshAudience.ofForm(form) });
  return { card, summary: t`A form for a device group`, rev: form.rev };
}

function answerSummary(answer: Answer): string {
  switch (answer.view) {
    case 'notice':
      return [answer.data.title, answer.data.text]
        .filter((one) => one !== '')
        .map(say)
        .join(': ')
        .slice(0, 200);
    case 'help':
      return t`What Airlock does`;
    case 'devices':
      return t`Devices of #${answer.data.number}`;
    case 'requests':
      return t`Requests`;
    case 'home':
      return t`Your requests`;
    case 'center':
      return answer.data.title;
    case 'group':
      return `${answer.data.name}: ${answer.data.level}`.slice(0, 200);
    case 'outside':
      return t`Changed outside Airlock: ${answer.data.lines.map(({ what }) => what).join('; ')}`.slice(0, 200);
    case 'outside-list':
      return t`Changed outside Airlock: ${answer.data.total} open`;
    case 'sight':
      return t`What do you see in the portal?`;
    case 'status':
      return t`Status of the tenant`;
  }
}
