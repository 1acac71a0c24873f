import type { Person } from '../company/person.ts';
import { refusal } from '../wire/wire-refusal.ts';
import type { FileToSend } from './state/attached-files.ts';
import { type Activity, invokeActivity, messageActivity, submitActivity } from './state/bot-activities.ts';
import type { BotAnswer } from './state/bot-link.ts';
import { ADAPTIVE_CARD, type ChatMessage, isRecord, type Mention } from './state/chat-message.ts';
import type { ConversationRef } from './state/chat-state.ts';
import { BOT } from './state/conversation.ts';
import type { Teams } from './state/teams.ts';

/** The result of pressing a button, as Teams' client sees it. */
export type CardAnswer =
  | { readonly kind: 'card'; readonly card: Record<string, unknown> }
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string };

const UNREACHABLE: CardAnswer = { kind: 'error', text: 'Unable to reach app. Please try again.' };
const WRONG: CardAnswer = { kind: 'error', text: 'Something went wrong. Please try again.' };

/**
 * Reads the answer to an `adaptiveCard/action` invoke (docs/facts/teams.md#card-actions). Anything but a card or a text
 * is an error without details.
 */
function cardAnswer(answer: BotAnswer): CardAnswer {
  if (answer.kind !== 'answered') return UNREACHABLE;
  const { status, body } = answer;
  if (status !== 200 || !isRecord(body) || body.statusCode !== 200) return WRONG;
  if (body.type === ADAPTIVE_CARD && isRecord(body.value)) return { kind: 'card', card: body.value };
  if (body.type !== 'application/vnd.microsoft.activity.message') return WRONG;
  return typeof body.value === 'string' && body.value !== '' ? { kind: 'message', text: body.value } : UNREACHABLE;
}

/**
 * Reads the choices in the answer to an `application/search` invoke; null if the answer has another form. At most 15,
 * as in Teams.
 */
function searchAnswer(answer: BotAnswer): { title: string; value: string }[] | null {
  if (answer.kind !== 'answered' || answer.status !== 200 || !isRecord(answer.body)) return null;
  const { statusCode, value } = answer.body;
  if ((statusCode !== undefined && statusCode !== 200) || !isRecord(value) || !Array.isArray(value.results))
    return null;
  return value.results.slice(0, 15).flatMap((one: unknown) => {
    if (!isRecord(one) || typeof one.title !== 'string' || typeof one.value !== 'string') return [];
    return [{ title: one.title, value: one.value }];
  });
}

/** An Action.Execute as a client sends it: the card's data merged with the inputs. */
export interface Execute {
  readonly id?: string | undefined;
  readonly verb?: string | undefined;
  readonly data?: unknown;
}

const MENTION: Mention = { text: `<at>${BOT.name}</at>`, name: BOT.name };

/**
 * Posts a person's message. `answer` settles when the bot has answered; it is null if the bot does not receive the
 * message (no mention).
 */
export function postMessage(
  teams: Teams,
  person: Person,
  target: ConversationRef,
  said: { text: string; mentionBot: boolean; file?: FileToSend | undefined },
): { message: ChatMessage; answer: Promise<BotAnswer | null> } {
  const mentioned = said.mentionBot && target.conversation.kind !== 'personal';
  const mentions = mentioned ? [MENTION] : [];
  const text = mentioned ? `${MENTION.text} ${said.text}` : said.text;
  if (said.file && target.conversation.kind !== 'personal')
    throw refusal(400, 'BadRequest', 'A bot gets files of its own chats with people alone.');
  const files = said.file ? [teams.files.add(said.file, teams.envelope().serviceUrl)] : [];
  const attachments = files.map(({ contentType, name }) => ({ contentType, content: { name } }));
  const message = teams.chat.addMessage(target, person, { text, mentions, attachments });
  if (!mentioned && target.conversation.kind !== 'personal') return { message, answer: Promise.resolve(null) };
  const activity = messageActivity(teams.envelope(message.id), person, message, { text, mentions, files });
  return { message, answer: deliver(teams, activity, message) };
}

/** Presses an Action.Submit. The client shows nothing except the messages that the bot sends. */
export function submit(teams: Teams, person: Person, message: ChatMessage, value: unknown): Promise<BotAnswer> {
  return teams.bot.deliver(submitActivity(teams.envelope(), person, message, { replyToId: message.id, value }));
}

/**
 * Presses an Action.Execute, or asks for a person's own card. If the answer holds a card, this person now sees that
 * card.
 */
export async function execute(
  teams: Teams,
  person: Person,
  message: ChatMessage,
  action: Execute,
  trigger: 'manual' | 'automatic',
): Promise<{ shown: CardAnswer; answer: BotAnswer }> {
  const { version } = message;
  const value = { action: { type: 'Action.Execute', ...action }, trigger };
  const invoke = { name: 'adaptiveCard/action', replyToId: message.id, value } as const;
  const answer = await teams.bot.deliver(invokeActivity(teams.envelope(), person, message, invoke));
  const shown = cardAnswer(answer);
  if (shown.kind === 'card') teams.ownCards.keep(person, message, version, shown.card);
  return { shown, answer };
}

/** Runs the card's refresh action for a person; null if it has none, or if an automatic refresh is not due. */
export async function refresh(
  teams: Teams,
  person: Person,
  message: ChatMessage,
  trigger: 'manual' | 'automatic',
): Promise<CardAnswer | null> {
  const action = teams.ownCards.refreshAction(person, message);
  if (!action || (trigger === 'automatic' && !teams.ownCards.due(person, message))) return null;
  const { version } = message;
  teams.ownCards.asked(person, message);
  const { id, verb, data } = action;
  const sent = { ...(typeof id === 'string' ? { id } : {}), ...(typeof verb === 'string' ? { verb } : {}), data };
  const { shown } = await execute(teams, person, message, sent, trigger);
  if (shown.kind !== 'card') teams.ownCards.askedInVain(person, message, version);
  return shown;
}

/** Asks the bot for the choices for a Data.Query. */
export async function search(
  teams: Teams,
  person: Person,
  message: ChatMessage,
  query: { dataset: string; queryText: string; skip: number; associated: Record<string, unknown> },
): Promise<{ title: string; value: string }[] | null> {
  const { dataset, queryText, skip, associated } = query;
  const data = Object.keys(associated).length > 0 ? { data: associated } : {};
  const value = { queryText, queryOptions: { skip, top: 15 }, dataset, ...data };
  const invoke = { name: 'application/search', replyToId: message.id, value } as const;
  return searchAnswer(await teams.bot.deliver(invokeActivity(teams.envelope(), person, message, invoke)));
}

async function deliver(teams: Teams, activity: Activity, message: ChatMessage): Promise<BotAnswer> {
  const answer = await teams.bot.deliver(activity);
  const taken = answer.kind === 'answered' && answer.status < 300;
  if (!taken) teams.chat.fail(message, `${BOT.name} could not be reached. Nothing was done; try again.`);
  return answer;
}
