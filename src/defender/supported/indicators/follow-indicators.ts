import { type IndicatorsChange, indicatorKey } from '../../../changes/supported/indicators/indicator-entry.ts';
import { lastEnd, renamedWords } from '../../../changes/supported/indicators/indicators-change.ts';
import type { FollowReading, SentItem } from '../../../requests/ports/tenant.ts';
import { utcWords } from '../../../shared/time-words.ts';
import type { KindContext, WritingOf } from '../supported-kind.ts';
import { readIndicators, TI_PERMISSION } from './read-indicators.ts';
import { shows } from './wire-indicator.ts';
import { entryOf } from './write-indicators.ts';

const HOUR = 3_600_000;

/** How long before its end people are told of it. */
const SOON = 24 * HOUR;

/** How often an indicator is looked at that stands for days. */
const EVERY = 6 * HOUR;

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
  const stand = written.filter((one) => shows(list.byKey.get(indicatorKey(one)), one.to, mark)).length;
  const ended = written.filter(({ to, ...one }) => isOver(to?.until, now) && !list.byKey.has(indicatorKey(one))).length;
  const counts = { stand, ended, changed: written.length - stand - ended };
  const end = lastEnd(change);
  const isEnding = stand > 0 && end !== null && end - now <= SOON;
  const isEnd = stand === 0;
  const words = [standWords(counts, written.length, end, isEnding), ...(renamed === null ? [] : [renamed])].join(' ');
  const tells = isEnding || (isEnd && written.length > 0) || counts.changed > 0 || renamed !== null;
  return {
    note: words,
    counts,
    isOver: isEnd || (end === null && renamed === null),
    ...(tells && { tells: words }),
    ...(!isEnd && end !== null && { nextAt: nextLook(end, now) }),
  };
}

function isOver(until: number | null | undefined, now: number): boolean {
  return typeof until === 'number' && until <= now;
}

/** Before it ends soon, and right after it ended, but a few times a day at least. */
function nextLook(end: number, now: number): number {
  const soon = end - SOON;
  return Math.min(now + EVERY, soon > now ? soon : end + 60_000);
}

interface Counts {
  readonly stand: number;
  readonly ended: number;
  readonly changed: number;
}

function standWords({ stand, ended, changed }: Counts, total: number, end: number | null, isEnding: boolean): string {
  if (total === 0) return 'None is there any more.';
  const until = end === null ? '' : `, until ${utcWords(end)}`;
  const soon = isEnding ? ': that is within a day' : '';
  const all = total === 1 ? 'The indicator' : `${stand} of ${total} indicators`;
  const standing = stand === 0 ? [] : [`${all} stand${total === 1 ? 's' : ''}${until}${soon}.`];
  return [
    ...standing,
    ...(ended === 0 ? [] : [total === 1 ? 'The indicator has ended.' : `${ended} have ended.`]),
    ...(changed === 0 ? [] : [`${total === 1 ? 'It' : changed} was changed or taken away by somebody else.`]),
  ].join(' ');
}
