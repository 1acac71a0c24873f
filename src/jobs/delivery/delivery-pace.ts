import type { Failing, OutboxMessage } from '../../requests/ports/outbox.ts';
import { doubling, nextTry } from '../../shared/backoff.ts';
import { isAirlockError } from '../../shared/errors.ts';

/**
 * What a failed delivery means. `later`: Teams has a fault, or none of it answers; `refused`: the place is gone or
 * closed to the bot; `unsendable`: Teams will never take this message; `unreadable`: what is stored cannot be read.
 */
export type Verdict = 'later' | 'refused' | 'unsendable' | 'unreadable';

export function verdictOf(error: unknown): Verdict {
  if (isAirlockError(error, 'store-corrupt')) return 'unreadable';
  if (isAirlockError(error, 'delivery-failed')) return 'later';
  if (!isAirlockError(error, 'delivery-gone')) return 'unsendable';
  return error.details.refuses === 'place' ? 'refused' : 'unsendable';
}

/** What is kept of the failures so far, with this one. */
export function failingSince({ failing }: OutboxMessage, error: unknown, now: number): Failing {
  const refusals = verdictOf(error) === 'refused' ? (failing?.refusals ?? 0) + 1 : 0;
  return { why: whyOf(error), since: failing?.since ?? now, refusals };
}

function whyOf(error: unknown): string {
  if (!isAirlockError(error)) return 'internal';
  const { statusCode, code } = error.details;
  if (error.code !== 'delivery-failed' && error.code !== 'delivery-gone') return error.code;
  if (typeof statusCode !== 'number') return error.code === 'delivery-gone' ? 'not known' : 'no answer';
  return typeof code === 'string' && code !== '' ? `${statusCode} ${code}` : String(statusCode);
}

/** Answers that say plainly that the bot is not there any more, or the place is not. Any other 403 comes and goes. */
const PLAIN = /^(404|410|not known)\b|BotNotInConversationRoster|MessageWritesBlocked|ConversationNotFound/;

/** How often a place has to refuse before it counts as closed: some seconds, and over a minute. */
const PLAINLY = 4;
const VAGUELY = 8;

/** Whether the message has to take another way. Its tries in the first place go on. */
export function isClosed({ why, refusals }: Failing): boolean {
  return refusals >= (PLAIN.test(why) ? PLAINLY : VAGUELY);
}

/** How often a message is tried that Teams takes for wrong. */
const UNSENDABLE_TRIES = 4;

/** How often what cannot be drawn is tried. */
const UNDRAWN_TRIES = 12;

export function isHopeless(message: OutboxMessage, error: unknown): boolean {
  if (verdictOf(error) !== 'unsendable') return false;
  return message.attempts + 1 >= (isAirlockError(error, 'delivery-gone') ? UNSENDABLE_TRIES : UNDRAWN_TRIES);
}

const MINUTE = 60_000;
const QUICK = doubling(500, MINUTE);

/** Tries at most a minute apart before the pauses grow: those of four hours. */
const PATIENT_TRIES = 240;
const GROWTH = 10_000;
const LONGEST = 15 * MINUTE;
const CLOSED = doubling(MINUTE, 60 * MINUTE);

/**
 * When to try a message again, in ms since 1970: soon at first, within a minute for hours, then ever slower, a quarter
 * of an hour at most; where the place is closed, up to an hour.
 * @param jitter 0 to 1, added to the pause as a share of it
 */
export function dueAgain(
  message: OutboxMessage,
  failing: Failing,
  now: number,
  jitter: number,
  asked: unknown,
): number {
  return Math.ceil(nextTry(now, pauseOf(message.attempts, failing) * (1 + jitter), asked));
}

function pauseOf(attempts: number, failing: Failing): number {
  if (isClosed(failing)) return CLOSED(failing.refusals - (PLAIN.test(failing.why) ? PLAINLY : VAGUELY));
  if (attempts < PATIENT_TRIES) return QUICK(attempts);
  return Math.min(LONGEST, MINUTE + (attempts - PATIENT_TRIES) * GROWTH);
}

const DAY = 86_400_000;

/** How long an answer is worth sending, and a card of a request that has ended. */
const KEEPS = { answer: 3 * DAY, card: 7 * DAY } as const;

/** Whether a message has failed for so long that only an open request is a reason to go on. */
export function isOld({ content }: OutboxMessage, { since }: Failing, now: number): boolean {
  return now - since > (content.kind === 'answer' ? KEEPS.answer : KEEPS.card);
}
