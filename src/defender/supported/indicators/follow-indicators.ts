import type { Base } from '../../../changes/base.ts';
import {
  type Entry,
  type IndicatorsChange,
  indicatorKey,
  indicatorsBase,
  isAs,
} from '../../../changes/supported/indicators/indicator-entry.ts';
import { renamedWords } from '../../../changes/supported/indicators/indicators-change.ts';
import { shownValue } from '../../../changes/supported/indicators/normalise-value.ts';
import type { IndicatorRecord } from '../../../changes/tenant-snapshot.ts';
import type { FollowReading, LaterWrites, SentItem } from '../../../requests/ports/tenant.ts';
import { AirlockError } from '../../../shared/errors.ts';
import { utcWords } from '../../../shared/language/time-words.ts';
import { msg, t } from '../../../shared/language/worded.ts';
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
  later: () => Promise<LaterWrites> = async () => new Map(),
): Promise<FollowReading> {
  const list = await readIndicators(call(TI_PERMISSION));
  const renamed = renamedWords(base, await read(['groups']));
  const now = clock.now();
  const written = items.map(({ key }) => entryOf(change, key)).filter(({ to }) => to !== null);
  if (written.some((one) => isUnsure(list, indicatorKey(one)))) throw new AirlockError('tenant-schema', UNSURE);
  const there = (entry: Entry) => list.byKey.get(indicatorKey(entry));
  const isAsWritten = written.every((entry) => shows(there(entry), entry.to, mark));
  const since = isAsWritten ? new Map() : await later();
  const rows = written.map((entry): Row => {
    const end = entry.to?.until ?? null;
    return { entry, end, isGone: !there(entry), ...standing(entry, there(entry), { mark, now, since }) };
  });
  const counts = { stand: 0, ended: 0, replaced: 0, changed: 0 };
  for (const { stands } of rows) counts[stands] += 1;
  const ends = rows.flatMap(({ end, stands }) => (stands === 'stand' && end !== null ? [end] : []));
  const next = ends.length > 0 ? Math.min(...ends) : null;
  const isEnding = next !== null && next - now <= SOON;
  const isMixed = new Set(rows.map(({ end }) => end)).size > 1;
  const said = isMixed ? mixedWords(rows, now) : standWords(rows, counts, isEnding);
  const words = [said, ...(renamed === null ? [] : [renamed])].join(' ');
  const tells = isEnding || counts.ended > 0 || counts.changed > 0 || renamed !== null;
  const nextAt = counts.stand === 0 ? null : nextLook(next, now, Math.max(...items.map(({ at }) => at)), base);
  return { note: words, counts, isOver: nextAt === null, ...(tells && { tells: words }), ...(nextAt && { nextAt }) };
}

/** An indicator that another request of Airlock wrote since carries the mark of that one. */
const BY_AIRLOCK = /^Airlock #\d+ [0-9a-f]{8}:/u;

interface Known {
  readonly mark: string;
  readonly now: number;
  readonly since: LaterWrites;
}

/** How it stands, and which request of Airlock's own explains that it is not as it was written. */
function standing(
  entry: Entry,
  there: IndicatorRecord | undefined,
  { mark, now, since }: Known,
): Pick<Row, 'stands' | 'by'> {
  if (shows(there, entry.to, mark)) return { stands: 'stand', by: null };
  const own = since.get(indicatorKey(entry));
  const until = (own ? own.entry : entry).to?.until ?? null;
  const isOver = !there && until !== null && until <= now;
  if (own && (isAs(own.entry.to, there) || isOver)) return { stands: 'replaced', by: own.number };
  if (isOver) return { stands: 'ended', by: null };
  return { stands: there && BY_AIRLOCK.test(there.description) ? 'replaced' : 'changed', by: null };
}

/** Before it ends soon, and right after it ended, but a few times a day at least; null where nothing more will come. */
function nextLook(end: number | null, now: number, writtenAt: number, base: Base): number | null {
  if (end === null) return indicatorsBase(base).groups.length > 0 && now - writtenAt < ENDLESS ? now + EVERY : null;
  const soon = end - SOON;
  return Math.min(now + EVERY, soon > now ? soon : end + 60_000);
}

interface Row {
  readonly entry: Entry;
  readonly end: number | null;
  readonly stands: keyof Counts;
  /** The number of the request that wrote it again, or took it away; null where none explains it. */
  readonly by: number | null;
  readonly isGone: boolean;
}

/** Of indicators with several ends: each end that is near or has passed, in one sentence for all that share it. */
function mixedWords(rows: readonly Row[], now: number): string {
  const of = (stands: keyof Counts) => rows.filter((row) => row.stands === stands);
  const ends = [...new Set(rows.flatMap(({ end }) => end ?? []))].sort((one, other) => one - other);
  const near = ends.filter((end) => end - now <= SOON);
  return [
    t`${of('stand').length} of ${rows.length} indicators stand.`,
    ...near.flatMap((end) => [...endedWords(of('ended'), end), ...endingWords(of('stand'), end)]),
    ...otherwiseWords(rows),
  ].join(' ');
}

/** How many values a sentence names. */
const NAMED = 3;

function endedWords(rows: readonly Row[], end: number): readonly string[] {
  const alike = rows.filter((row) => row.end === end);
  return alike.length === 0 ? [] : [t`Ended ${utcWords(end)}: ${named(alike)}.`];
}

function endingWords(rows: readonly Row[], end: number): readonly string[] {
  const alike = rows.filter((row) => row.end === end);
  return alike.length === 0 ? [] : [t`Ending ${utcWords(end)}, within a day: ${named(alike)}.`];
}

function named(rows: readonly Row[]): string {
  const names = rows.slice(0, NAMED).map(({ entry }) => shownValue(entry.type, entry.value));
  const more = rows.length - names.length;
  return more > 0 ? t`${names.join(', ')} and ${more} more` : names.join(', ');
}

interface Counts {
  readonly stand: number;
  readonly ended: number;
  /** By another request. */
  readonly replaced: number;
  readonly changed: number;
}

function standWords(rows: readonly Row[], counts: Counts, isEnding: boolean): string {
  const { stand, ended } = counts;
  const [first] = rows;
  if (!first) return msg`None is there any more.`;
  if (rows.length === 1) return oneWords(first, isEnding);
  return [
    ...(stand === 0 ? [] : [someWords(stand, rows.length, first.end, isEnding)]),
    ...(ended === 0 ? [] : [ended === 1 ? t`1 has ended.` : t`${ended} have ended.`]),
    ...otherwiseWords(rows),
  ].join(' ');
}

function oneWords({ stands, by, isGone, end }: Row, isEnding: boolean): string {
  if (stands === 'ended') return t`The indicator has ended.`;
  if (stands === 'replaced') return replacedWords(by, isGone);
  if (stands === 'changed') return t`It was changed or taken away since.`;
  if (end === null) return t`The indicator stands.`;
  const until = utcWords(end);
  return isEnding
    ? t`The indicator stands, until ${until}: that is within a day.`
    : t`The indicator stands, until ${until}.`;
}

function replacedWords(by: number | null, isGone: boolean): string {
  if (by === null) return t`It was written again by another request.`;
  return isGone ? t`It was taken away by #${by}.` : t`It was written again by #${by}.`;
}

function someWords(stand: number, total: number, end: number | null, isEnding: boolean): string {
  if (end === null) return t`${stand} of ${total} indicators stand.`;
  const until = utcWords(end);
  return isEnding
    ? t`${stand} of ${total} indicators stand, until ${until}: that is within a day.`
    : t`${stand} of ${total} indicators stand, until ${until}.`;
}

function otherwiseWords(rows: readonly Row[]): readonly string[] {
  const replaced = rows.filter(({ stands }) => stands === 'replaced');
  const known = replaced.filter(({ by }) => by !== null);
  const others = replaced.length - known.length;
  const changed = rows.filter(({ stands }) => stands === 'changed').length;
  const [one, other] = [t`1 was written again by another request.`, t`1 was changed or taken away since.`];
  return [
    ...ownWords(known),
    ...(others === 0 ? [] : [others === 1 ? one : t`${others} were written again by another request.`]),
    ...(changed === 0 ? [] : [changed === 1 ? other : t`${changed} were changed or taken away since.`]),
  ];
}

function ownWords(rows: readonly Row[]): readonly string[] {
  const numbers = [...new Set(rows.map(({ by }) => `#${by}`))];
  const more = numbers.length - NAMED;
  const named = numbers.slice(0, NAMED).join(', ');
  const by = more > 0 ? t`${named} and ${more} more` : named;
  if (rows.length === 0) return [];
  return [
    rows.length === 1
      ? t`1 was written again or taken away by ${by}.`
      : t`${rows.length} were written again or taken away by ${by}.`,
  ];
}
