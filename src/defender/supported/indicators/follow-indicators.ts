import type { Base } from '../../../changes/base.ts';
import {
  type Entry,
  type IndicatorsChange,
  indicatorKey,
  indicatorsBase,
} from '../../../changes/supported/indicators/indicator-entry.ts';
import { lastEnd, renamedWords } from '../../../changes/supported/indicators/indicators-change.ts';
import type { IndicatorRecord } from '../../../changes/tenant-snapshot.ts';
import type { FollowReading, SentItem } from '../../../requests/ports/tenant.ts';
import { AirlockError } from '../../../shared/errors.ts';
import { utcWords } from '../../../shared/time-words.ts';
import type { KindContext, WritingOf } from '../supported-kind.ts';
import { isUnsure, readIndicators, TI_PERMISSION, UNSURE } from './read-indicators.ts';
import { shows } from './wire-indicator.ts';
import { entryOf } from './write-indicators.ts';

const HOUR = 3_600_000;

/** How long before its end people are told of it. */
const SOON = 24 * HOUR;

/** How often an indicator is looked at that stands for days. */
const EVERY = 6 * HOUR;

/** How long an indicator without an end is looked at whose scope may be renamed, from when it was written. */
const ENDLESS = 90 * 24 * HOUR;

/** Reads how written indicators stand: whether they are there, when they end, and whether their scope has its name. */
export async function followIndicators(
  { call, read, clock }: KindContext,
  { change, base, mark }: WritingOf<IndicatorsChange>,
  items: readonly SentItem[],
): Promise<FollowReading> {
  const list = await readIndicators(call(TI_PERMISSION));
  const renamed = renamedWords(base, await read(['groups']));
  const now = clock.now();
  const written = items.map(({ key }) => entryOf(change, key)).filter(({ to }) => to !== null);
  if (written.some((one) => isUnsure(list, indicatorKey(one)))) throw new AirlockError('tenant-schema', UNSURE);
  const counts = { stand: 0, ended: 0, replaced: 0, changed: 0 };
  for (const one of written) counts[standing(one, list.byKey.get(indicatorKey(one)), mark, now)] += 1;
  const end = lastEnd(change);
  const isEnding = counts.stand > 0 && end !== null && end - now <= SOON;
  const words = [standWords(counts, written.length, end, isEnding), ...(renamed === null ? [] : [renamed])].join(' ');
  const tells = isEnding || counts.ended > 0 || counts.changed > 0 || renamed !== null;
  const nextAt = counts.stand === 0 ? null : nextLook(end, now, Math.max(...items.map(({ at }) => at)), base);
  return { note: words, counts, isOver: nextAt === null, ...(tells && { tells: words }), ...(nextAt && { nextAt }) };
}

/** An indicator that another request of Airlock wrote since carries the mark of that one. */
const BY_AIRLOCK = /^Airlock #\d+ [0-9a-f]{8}:/u;

function standing({ to }: Entry, now: IndicatorRecord | undefined, mark: string, at: number): keyof Counts {
  if (shows(now, to, mark)) return 'stand';
  if (!now) return typeof to?.until === 'number' && to.until <= at ? 'ended' : 'changed';
  return BY_AIRLOCK.test(now.description) ? 'replaced' : 'changed';
}

/** Before it ends soon, and right after it ended, but a few times a day at least; null where nothing more will come. */
function nextLook(end: number | null, now: number, writtenAt: number, base: Base): number | null {
  if (end === null) return indicatorsBase(base).groups.length > 0 && now - writtenAt < ENDLESS ? now + EVERY : null;
  const soon = end - SOON;
  return Math.min(now + EVERY, soon > now ? soon : end + 60_000);
}

interface Counts {
  readonly stand: number;
  readonly ended: number;
  /** By another request. */
  readonly replaced: number;
  readonly changed: number;
}

function standWords(counts: Counts, total: number, end: number | null, isEnding: boolean): string {
  const { stand, ended, replaced, changed } = counts;
  if (total === 0) return 'None is there any more.';
  const until = end === null ? '' : `, until ${utcWords(end)}`;
  const soon = isEnding ? ': that is within a day' : '';
  const [one, each] = total === 1 ? ['The indicator', 'It'] : [`${stand} of ${total} indicators`, null];
  return [
    ...(stand === 0 ? [] : [`${one} stand${total === 1 ? 's' : ''}${until}${soon}.`]),
    ...(ended === 0 ? [] : [total === 1 ? 'The indicator has ended.' : `${ended} have ended.`]),
    ...(replaced === 0 ? [] : [`${each ?? replaced} was written again by another request.`]),
    ...(changed === 0 ? [] : [`${each ?? changed} was changed or taken away since.`]),
  ].join(' ');
}
