import type { Base } from '../../../changes/base.ts';
import { kindOf } from '../../../changes/registry/kind-of.ts';
import type { BasedPart } from '../../../changes/several/part-items.ts';
import type { TenantSnapshot } from '../../../changes/tenant-snapshot.ts';
import { nextTry } from '../../../shared/backoff.ts';
import { isAirlockError } from '../../../shared/errors.ts';
import { inEnglish, msg } from '../../../shared/language/worded.ts';
import { judgeStart } from '../../deciding/alone/judge-alone.ts';
import { lapsedWords } from '../../messages/decision-words.ts';
import type { Task } from '../../ports/outbox.ts';
import type { Services } from '../../ports/services.ts';
import type { WriteLimits } from '../../ports/tenant.ts';
import type { ApplyingRequest, Waiting } from '../../record/request.ts';
import type { StaleCause } from '../../rules/end-request.ts';
import type { Left } from '../../rules/people/judging/person-faults.ts';
import type { SeveralRequest } from './end-parts.ts';
import type { Pause } from './trouble-words.ts';

/** Milliseconds that one slice may take before it gives the lease of writing back. */
export const SLICE = 10_000;

/** What a slice of a request for several changes works with. */
export interface PartSlice {
  readonly request: SeveralRequest;
  readonly task: Task;
  readonly within: WriteLimits;
  /** Milliseconds since 1970: no further part is begun later. */
  readonly until: number;
}

/** What the card says of a pause, in the fields of `waiting`. */
export function shownPause({ at, looksUntil, isUnclear, isUnsent }: Pause): Omit<Waiting, 'since' | 'note'> {
  const flags = { ...(isUnclear && { unclear: true as const }), ...(isUnsent && { unsent: true as const }) };
  return looksUntil === undefined ? { nextAt: at, ...flags } : { nextAt: looksUntil, looks: true, ...flags };
}

/** Whether the card has to be told of a pause: it says something else, or names a time that has passed. */
export function isNewsOf(told: Waiting | null, pause: Pause, note: string, now: number): boolean {
  if (told === null) return true;
  const shown = shownPause(pause);
  if (shown.unclear !== told.unclear || shown.unsent !== told.unsent || shown.looks !== told.looks) return true;
  return now - told.since >= TOLD_EVERY && (told.note !== note || told.nextAt <= now);
}

/** Milliseconds between two updates of the card while the writing goes on. */
const TOLD_EVERY = 15_000;

/** What a part came to: on to the next one, none of the others, or nothing more to do for a while. */
export type Went = 'on' | 'stop' | Pause;

export const OVER_TIME = msg`the time to apply it ran out`;

/** Milliseconds until rights are asked again where the directory does not answer. */
export const ASK_AGAIN = 15_000;

/** Until when a part may begin, in ms since 1970: from the last approval, or from the end of the work by hand. */
export function deadlineOf({ policy }: Services, { approvals, startedAt, handover }: SeveralRequest): number {
  const from = handover ? startedAt : (approvals.at(-1)?.at ?? startedAt);
  return from + policy.executionWindow;
}

/**
 * Everybody's rights and marks, asked once more right before something of a request is sent whose writing has begun:
 * much may have happened since the start was stored.
 * @returns `why` nothing more may be sent; or until when to wait, where that cannot be asked now
 */
export async function judgeRest(
  services: Services,
  request: ApplyingRequest,
): Promise<'may' | { readonly why: string } | Pause> {
  try {
    const judged = await judgeStart(services, { ...request, isBegun: true });
    return 'actsAs' in judged ? 'may' : { why: whyNotBegun(judged) };
  } catch (error) {
    if (!isAirlockError(error) || error.code === 'rev-conflict') throw error;
    return { at: nextTry(services.clock.now(), ASK_AGAIN, error.details.retryAt), waits: error.message };
  }
}

/** A part of a sentence, in English, as it is stored with an item. */
export function whyNotBegun(stopped: { readonly fault: StaleCause } | { readonly left: Left }): string {
  const why = 'fault' in stopped ? stopped.fault.why : inEnglish(() => lapsedWords(stopped.left.lapsed));
  return why.replace(/\s+/gu, ' ').replace(/\.? *$/u, '');
}

/** Which values are no longer as they were to be when this part's turn came. */
export function driftWords({ part, base }: Pick<BasedPart, 'part' | 'base'>, now: TenantSnapshot): string {
  const rules = kindOf(part);
  const found: Base = rules.base(part, now, base);
  const later = rules.diff(part, found);
  const changed = [...(rules.beside?.(base, found) ?? []).map(({ label, to }) => `${label} is ${to}`)];
  const own = rules.diff(part, base).flatMap(({ label, from }) => {
    const is = later.find((row) => row.label === label)?.from;
    return is === undefined || is === from ? [] : [`${label} is ${is}`];
  });
  const told = [...new Set([...own, ...changed])].join(', ');
  return `somebody changed it meanwhile${told === '' ? '' : `: ${told}`}`;
}
