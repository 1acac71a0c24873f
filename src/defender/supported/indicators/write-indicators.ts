import { z } from 'zod';
import type { Item } from '../../../changes/change-kind.ts';
import {
  byKey,
  type Entry,
  type IndicatorsChange,
  indicatorKey,
  indicatorsBase,
} from '../../../changes/supported/indicators/indicator-entry.ts';
import { stateWords } from '../../../changes/supported/indicators/indicator-words.ts';
import type { IndicatorRecord } from '../../../changes/tenant-snapshot.ts';
import { ACCEPTED } from '../../../requests/ports/item-store.ts';
import type { BatchOutcome, ItemOutcome } from '../../../requests/ports/tenant.ts';
import { AirlockError, isAirlockError } from '../../../shared/errors.ts';
import { msg, t } from '../../../shared/language/worded.ts';
import { type BearerCall, inKnownForm } from '../../public-api/bearer-call.ts';
import { allOf, outcomeOfFault } from '../batch-outcome.ts';
import type { KindContext, WritingOf } from '../supported-kind.ts';
import { INDICATORS, isUnsure, readIndicators, TI_PERMISSION, UNSURE } from './read-indicators.ts';
import { isAsBefore, shows, submissionOf } from './wire-indicator.ts';

/** Milliseconds until a batch is tried again of which Defender says that it does not know one of its indicators. */
const GONE_MEANWHILE = 60_000;

/** What became of one indicator. Of a row in no known form it says nothing: the list says it then. */
const result = z
  .object({
    indicator: z.string().nullish().catch(null),
    isFailed: z.boolean().nullish().catch(null),
    failureReason: z.string().nullish().catch(null),
  })
  .catch({});

const results = z.object({ value: z.array(result) });

/** @throws AirlockError internal for an item that is none of the change */
export function entryOf({ entries }: IndicatorsChange, key: string): Entry {
  const entry = entries[Number(key)];
  if (entry) return entry;
  throw new AirlockError('internal', 'This is no item of the change.');
}

/** One item, what it is about, and the indicator that is there. */
interface Sign {
  readonly key: string;
  readonly entry: Entry;
  readonly now: IndicatorRecord | undefined;
}

/**
 * Writes one batch. Right before, each indicator is compared with the base: Defender replaces without asking, so what
 * somebody else changed meanwhile is left as it is. Then one import, one deletion, and a reading back.
 */
export async function writeIndicators(
  context: KindContext,
  writing: WritingOf<IndicatorsChange>,
  items: readonly Item[],
): Promise<BatchOutcome> {
  const { change, base, mark } = writing;
  const call = context.call(TI_PERMISSION);
  const list = await readIndicators(call).catch(unsent);
  if (list instanceof AirlockError) return notSent(list, items, context.clock.now());
  const before = byKey(indicatorsBase(base).there);
  const signs = items.map(({ key }) => {
    const entry = entryOf(change, key);
    return { key, entry, now: list.byKey.get(indicatorKey(entry)) };
  });
  const judged = signs.map((sign) => ({
    sign,
    outcome: isUnsure(list, indicatorKey(sign.entry))
      ? ({ key: sign.key, state: 'refused', reason: `${UNSURE} ${msg`So it was not written.`}` } as const)
      : judge(sign, before.get(indicatorKey(sign.entry)), mark, context.clock.now()),
  }));
  const left = judged.filter(({ outcome }) => outcome === null).map(({ sign }) => sign);
  const known: BatchOutcome = { outcomes: judged.flatMap(({ outcome }) => outcome ?? []), retryAt: null };
  const sent = [
    await part(
      left.filter(({ entry }) => entry.to !== null),
      (these) => imported(call, these, mark),
      context,
    ),
    await part(
      left.filter(({ entry }) => entry.to === null),
      (these) => deleted(call, these, context),
      context,
    ),
  ];
  return joined([known, ...sent]);
}

/** What needs no write, or must not be written; null for what is to be sent. */
function judge(sign: Sign, before: IndicatorRecord | undefined, mark: string, at: number): ItemOutcome | null {
  const { key, now, entry } = sign;
  if (shows(now, entry.to, mark)) return { key, state: 'done', ...(now && { externalId: now.id }) };
  if (!isAsBefore(now, before)) {
    const reason = now
      ? t`Somebody changed it meanwhile: it is "${stateWords({ ...now, until: now.expiresAt })}" now, and stays so.`
      : msg`Somebody changed it meanwhile: it is gone, and stays so.`;
    return { key, state: 'refused', reason };
  }
  const isOver = entry.to !== null && entry.to.until !== null && entry.to.until <= at;
  return isOver ? { key, state: 'refused', reason: msg`Its end has passed, so it was not written.` } : null;
}

async function imported(call: BearerCall, signs: readonly Sign[], mark: string): Promise<BatchOutcome> {
  const Indicators = signs.flatMap(({ entry }) => (entry.to === null ? [] : [submissionOf(entry, entry.to, mark)]));
  const { body, none } = await call('/api/indicators/import', { Indicators });
  if (none) throw none;
  const { value } = inKnownForm(INDICATORS, results.safeParse(body));
  const failed = new Map(value.filter(({ isFailed }) => isFailed).map((row) => [row.indicator?.toLowerCase(), row]));
  const outcomes = signs.map(({ key, entry }, index): ItemOutcome => {
    const row = value.length === signs.length ? value[index] : undefined;
    const fault = row && sameValue(row.indicator, entry.value) ? row : failed.get(entry.value.toLowerCase());
    if (!fault?.isFailed) return { key, state: 'started', reason: ACCEPTED };
    return { key, state: 'refused', reason: fault.failureReason ?? msg`Defender gave no reason.` };
  });
  return readBack(call, signs, outcomes, mark);
}

function sameValue(one: string | null | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}

/** Deletes by the ids that were just read. One that is gone meanwhile fails the whole call, and nothing is deleted. */
async function deleted(call: BearerCall, signs: readonly Sign[], { clock }: KindContext): Promise<BatchOutcome> {
  const IndicatorIds = signs.flatMap(({ now }) => (now ? [now.id] : []));
  const { none } = await call('/api/indicators/BatchDelete', { IndicatorIds });
  if (none) return { outcomes: allOf(signs, { state: 'waiting' }), retryAt: clock.now() + GONE_MEANWHILE };
  return readBack(call, signs, allOf(signs, { state: 'started', reason: ACCEPTED }), '');
}

/**
 * What Defender's list shows as it was sent is done, whatever was answered. What it does not show and Defender took is
 * looked for later.
 */
async function readBack(
  call: BearerCall,
  signs: readonly Sign[],
  outcomes: readonly ItemOutcome[],
  mark: string,
): Promise<BatchOutcome> {
  const list = await readIndicators(call).catch(unsent);
  if (list instanceof AirlockError) return { outcomes, retryAt: null };
  const byItem = new Map(signs.map(({ key, entry }) => [key, entry]));
  const told = outcomes.map((one): ItemOutcome => {
    const entry = byItem.get(one.key);
    const now = entry && list.byKey.get(indicatorKey(entry));
    if (!entry || !shows(now, entry.to, mark) || isUnsure(list, indicatorKey(entry))) return one;
    return { key: one.key, state: 'done', ...(now && { externalId: now.id }) };
  });
  return { outcomes: told, retryAt: null };
}

/** Sends one part; a fault of it says nothing of the other one. */
async function part(
  signs: readonly Sign[],
  send: (signs: readonly Sign[]) => Promise<BatchOutcome>,
  { clock }: KindContext,
): Promise<BatchOutcome> {
  if (signs.length === 0) return { outcomes: [], retryAt: null };
  try {
    return await send(signs);
  } catch (error) {
    return outcomeOfFault(error, signs, clock.now());
  }
}

function joined(parts: readonly BatchOutcome[]): BatchOutcome {
  const pauses = parts.flatMap(({ retryAt }) => retryAt ?? []);
  const waits = parts.find((one) => one.waits !== undefined)?.waits;
  const stops = parts.find((one) => one.stops !== undefined)?.stops;
  return {
    outcomes: parts.flatMap(({ outcomes }) => outcomes),
    retryAt: pauses.length > 0 ? Math.max(...pauses) : null,
    ...(waits !== undefined && { waits }),
    ...(stops !== undefined && { stops }),
  };
}

/** A reading before the write that failed: certainly nothing was sent. */
function notSent(error: AirlockError, items: readonly Item[], now: number): BatchOutcome {
  const { outcomes, retryAt, stops, waits } = outcomeOfFault(error, items, now);
  const isRefused = error.code === 'tenant-refused';
  return {
    outcomes: isRefused ? outcomes : allOf(items, { state: 'waiting' }),
    retryAt: isRefused ? null : (retryAt ?? now + GONE_MEANWHILE),
    ...(!isRefused && waits !== undefined && { waits }),
    ...(stops !== undefined && { stops }),
  };
}

function unsent(error: unknown): AirlockError {
  if (isAirlockError(error)) return error;
  throw error;
}
