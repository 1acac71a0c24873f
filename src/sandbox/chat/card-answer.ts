import type { BotAnswer } from './bot-link.ts';
import { ADAPTIVE_CARD, isRecord } from './state/chat-message.ts';

/** What pressing a button led to, as Teams' client sees it. */
export type CardAnswer =
  | { readonly kind: 'card'; readonly card: Record<string, unknown> }
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string };

const UNREACHABLE: CardAnswer = { kind: 'error', text: 'Unable to reach app. Please try again.' };
const WRONG: CardAnswer = { kind: 'error', text: 'Something went wrong. Please try again.' };

/** Reads the answer of an `adaptiveCard/action` invoke (facts/teams.md 2.2); whatever is not a card or a text is an error without details. */
export function cardAnswer(answer: BotAnswer): CardAnswer {
  if (answer.kind !== 'answered') return UNREACHABLE;
  const { status, body } = answer;
  if (status !== 200 || !isRecord(body) || body.statusCode !== 200) return WRONG;
  if (body.type === ADAPTIVE_CARD && isRecord(body.value)) return { kind: 'card', card: body.value };
  if (body.type !== 'application/vnd.microsoft.activity.message') return WRONG;
  return typeof body.value === 'string' && body.value !== '' ? { kind: 'message', text: body.value } : UNREACHABLE;
}

/** Reads the choices of an `application/search` invoke; null when the bot gave none in the known form. At most 15, as Teams shows. */
export function searchAnswer(answer: BotAnswer): { title: string; value: string }[] | null {
  if (answer.kind !== 'answered' || answer.status !== 200 || !isRecord(answer.body)) return null;
  const { statusCode, value } = answer.body;
  if ((statusCode !== undefined && statusCode !== 200) || !isRecord(value) || !Array.isArray(value.results))
    return null;
  return value.results.slice(0, 15).flatMap((one: unknown) => {
    if (!isRecord(one) || typeof one.title !== 'string' || typeof one.value !== 'string') return [];
    return [{ title: one.title, value: one.value }];
  });
}
