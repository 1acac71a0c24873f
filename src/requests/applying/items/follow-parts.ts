import { writtenOfPart } from '../../../changes/several/part-items.ts';
import { type AirlockError, type ErrorCode, isAirlockError } from '../../../shared/errors.ts';
import { inEnglish, t } from '../../../shared/language/worded.ts';
import { laterWrites } from '../../knowing/later-writes.ts';
import type { StoredItem } from '../../ports/item-store.ts';
import type { Services } from '../../ports/services.ts';
import type { FollowReading, ItemWriting, NotCancelled } from '../../ports/tenant.ts';
import type { Request, RequestIn } from '../../record/request.ts';
import { provenRequest } from '../../rules/people/replay.ts';
import { writingOf } from '../../rules/setting-owner.ts';
import { apiParts, writingOfPart } from './part-states.ts';

/** What of an applied request a supported API wrote, and the items that it took. */
interface Applied {
  readonly writing: ItemWriting;
  readonly items: readonly StoredItem[];
  /** The number of the part; null where the request is one change. */
  readonly part: number | null;
}

/** @param written all that were written, with their keys as stored */
function appliedIn(request: RequestIn<'applied'>, written: readonly StoredItem[]): readonly Applied[] {
  const { change } = request;
  const items = written.map((item) => sentAtLatest(request, item));
  if (change.kind !== 'several') return [{ writing: writingOf(request), items, part: null }];
  const several = { ...request, change };
  return apiParts(several).flatMap((based) => {
    const own = items.flatMap((item) => writtenOfPart(based, [item.key]).map((key) => ({ ...item, key })));
    return own.length === 0 ? [] : [{ writing: writingOfPart(several, based), items: own, part: based.number }];
  });
}

/**
 * What came to be known late is dated when it did: nothing was sent before the request began, and what is read of an
 * item reaches back to then.
 */
function sentAtLatest({ startedAt }: Pick<Request, 'startedAt'>, item: StoredItem): StoredItem {
  return { ...item, at: Math.min(item.at, startedAt ?? item.at) };
}

/** How many of what was not cancelled a note names. */
const NAMED = 5;

/** Then nothing is cancelled, and nothing is told by what is stored. */
const NEVER_GOES: readonly ErrorCode[] = ['record-broken', 'rev-conflict', 'store-corrupt'];

/** What came of cancelling: in words what Defender did not cancel, and why not all of it could be asked. */
export interface Cancelled {
  readonly told: string | null;
  readonly error: AirlockError | null;
}

/**
 * Cancels what has not ended of an applied request, as the record says that somebody asked. What the tenant does
 * hinders no reading of what became of it.
 * @throws AirlockError record-broken, rev-conflict, store-corrupt, and then nothing is cancelled
 */
export async function cancelApplied(
  services: Services,
  stored: RequestIn<'applied'>,
  items: readonly StoredItem[],
): Promise<Cancelled> {
  const refused: NotCancelled[] = [];
  try {
    const request = await provenRequest(services, stored, ['applied'], 'cancel');
    for (const { writing, items: own } of appliedIn(request, items))
      refused.push(...(await services.supported.cancel(writing, own)));
  } catch (error) {
    if (!isAirlockError(error) || NEVER_GOES.includes(error.code)) throw error;
    const { message } = error;
    const notGone = inEnglish(() => t`Not all of the cancelling has gone to Defender so far. ${message}`);
    const told = inEnglish(() => refusedWords(refused));
    return { told: told === null ? notGone : `${told} ${notGone}`, error };
  }
  return { told: inEnglish(() => refusedWords(refused)), error: null };
}

function refusedWords(refused: readonly NotCancelled[]): string | null {
  if (refused.length === 0) return null;
  const named = refused.slice(0, NAMED).map(({ label, reason }) => `${label} (${reason.replace(/[.\s]+$/u, '')})`);
  const more = refused.length - named.length;
  const names = named.join(', ');
  return more > 0
    ? t`Defender did not cancel ${refused.length}: ${names}, and ${more} more.`
    : t`Defender did not cancel ${refused.length}: ${names}.`;
}

/**
 * Reads how an applied request goes on; of several changes, each that goes on, in one reading.
 * @returns null where nothing of it goes on
 * @throws AirlockError the tenant's errors
 */
export async function lookAtApplied(
  services: Services,
  request: RequestIn<'applied'>,
  items: readonly StoredItem[],
): Promise<FollowReading | null> {
  const readings: FollowReading[] = [];
  for (const { writing, items: own, part } of appliedIn(request, items)) {
    const reading = await services.supported.follow(writing, own, () => laterWrites(services, request));
    if (reading) readings.push(part === null ? reading : ofPart(reading, part));
  }
  const [first, ...others] = readings;
  return first === undefined || others.length === 0 ? (first ?? null) : joined(readings);
}

function ofPart({ note, undone, ...rest }: FollowReading, part: number): FollowReading {
  return { ...rest, note: t`Part ${part}: ${note}`, ...(undone && { undone: undone.map((key) => `${part}/${key}`) }) };
}

/** It is over once each of them is. */
function joined(readings: readonly FollowReading[]): FollowReading {
  const counts: Record<string, number> = {};
  for (const reading of readings)
    for (const [word, count] of Object.entries(reading.counts)) counts[word] = (counts[word] ?? 0) + count;
  const looks = readings.flatMap(({ isOver, nextAt }) => (isOver || nextAt === undefined ? [] : [nextAt]));
  const tells = readings.flatMap((reading) => reading.tells ?? []);
  return {
    note: readings.map(({ note }) => note).join(' '),
    counts,
    isOver: readings.every(({ isOver }) => isOver),
    isUnderWay: readings.some(({ isUnderWay }) => isUnderWay),
    ...(readings.some(({ isUnlisted }) => isUnlisted) && { isUnlisted: true as const }),
    ...(looks.length > 0 && { nextAt: Math.min(...looks) }),
    ...(tells.length > 0 && { tells: tells.join(' ') }),
    undone: readings.flatMap(({ undone }) => undone ?? []),
  };
}
