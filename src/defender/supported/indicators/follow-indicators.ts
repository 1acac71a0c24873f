import {
  type Entry,
  type IndicatorsChange,
  indicatorKey,
  isAs,
} from '../../../changes/supported/indicators/indicator-entry.ts';
import { stateWords } from '../../../changes/supported/indicators/indicator-words.ts';
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

/** How long an indicator is looked at that has no end, or is not as it was written, from when it was written. */
const ENDLESS = 90 * 24 * HOUR;

/** Reads how written indicators stand: whether they are there, when they end, and whether their scope has its name. */
export async function followIndicators(
  { call, read, clock }: KindContext,
  { change, base, mark }: WritingOf<IndicatorsChange>,
  items: readonly SentItem[],
  later: () => Promise<LaterWrites> = async () => new Map(),
): Promise<FollowReading> {
  const list = await readIndicators(call(TI_PERMISSION));
  const outOfScope = renamedWords(base, await read(['groups']));
  const now = clock.now();
  const written = items.map(({ key }) => entryOf(change, key)).filter(({ to }) => to !== null);
  if (written.some((one) => isUnsure(list, indicatorKey(one)))) throw new AirlockError('tenant-schema', UNSURE);
  const there = (entry: Entry) => list.byKey.get(indicatorKey(entry));
  const isAsWritten = written.every((entry) => shows(there(entry), entry.to, mark));
  const since = isAsWritten ? new Map() : await later();
  const rows = written.map((entry): Row => {
    const end = entry.to?.until ?? null;
    return { entry, end, there: there(entry), ...standing(entry, there(entry), { mark, now, since }) };
  });
  // What has ended, or was written anew since, counts nowhere, whatever its scope is called.
  const isScoped = rows.some((row) => (row.stands === 'stand' || isOtherwise(row)) && row.entry.to?.groups.length);
  return told(rows, { now, writtenAt: Math.max(...items.map(({ at }) => at)), renamed: isScoped ? outOfScope : null });
}

interface About {
  readonly now: number;
  readonly writtenAt: number;
  /** What is to be known of a scope whose group was renamed. */
  readonly renamed: string | null;
}

function told(rows: readonly Row[], { now, writtenAt, renamed }: About): FollowReading {
  const counts = { stand: 0, ended: 0, replaced: 0, changed: 0, otherwise: rows.filter(isOtherwise).length };
  for (const { stands } of rows) counts[stands] += 1;
  const ends = rows.flatMap(({ end, stands }) => (stands === 'stand' && end !== null ? [end] : []));
  const next = ends.length > 0 ? Math.min(...ends) : null;
  const isEnding = next !== null && next - now <= SOON;
  const isMixed = new Set(rows.map(({ end }) => end)).size > 1;
  const watched = counts.stand + counts.otherwise > 0;
  const nextAt = watched ? nextLook(next, now, writtenAt) : null;
  const note = [
    isMixed ? mixedWords(rows, now) : standWords(rows, counts, isEnding),
    ...(renamed === null ? [] : [renamed]),
    ...(watched && nextAt === null ? [t`Last read ${utcWords(now)}.`] : []),
  ].join(' ');
  const tells = isEnding || counts.ended > 0 || counts.changed > 0 || renamed !== null;
  return {
    note,
    counts: renamed === null ? counts : { ...counts, renamed: 1 },
    isOver: nextAt === null,
    ...(tells && { tells: note }),
    ...(nextAt && { nextAt }),
  };
}

/** There, and neither as it was written nor as a request of Airlock's own wrote it since. */
function isOtherwise({ stands, there }: Pick<Row, 'stands' | 'there'>): boolean {
  return stands === 'changed' && there !== undefined;
}

interface Known {
  readonly mark: string;
  readonly now: number;
  readonly since: LaterWrites;
}

/**
 * How it stands, and which request of Airlock's own explains that it is not as it was written. The mark in its
 * description explains nothing: whoever edits an indicator in the portal leaves it there.
 */
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
  return { stands: isOver ? 'ended' : 'changed', by: null };
}

/** Before it ends soon, and right after it ended, but a few times a day at least; null where nobody looks any more. */
function nextLook(end: number | null, now: number, writtenAt: number): number | null {
  if (end === null) return now - writtenAt < ENDLESS ? now + EVERY : null;
  const next = [end - SOON, end + 60_000].find((at) => at > now) ?? now + HOUR;
  return Math.min(now + EVERY, next);
}

interface Row {
  readonly entry: Entry;
  readonly end: number | null;
  readonly stands: Standing;
  /** The number of the request that wrote it again, or took it away; null where none explains it. */
  readonly by: number | null;
  readonly there: IndicatorRecord | undefined;
}

/** Of indicators with several ends: each end that is near or has passed, in one sentence for all that share it. */
function mixedWords(rows: readonly Row[], now: number): string {
  const of = (stands: Standing) => rows.filter((row) => row.stands === stands);
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

type Standing = 'stand' | 'ended' | 'replaced' | 'changed';

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

function oneWords({ entry, stands, by, there, end }: Row, isEnding: boolean): string {
  if (stands === 'ended') return t`The indicator has ended.`;
  if (stands === 'replaced') return there ? t`It was written again by #${by}.` : t`It was taken away by #${by}.`;
  if (stands === 'changed')
    return there ? changedWords(entry, there) : t`It was taken away since, and no request explains that.`;
  if (end === null) return t`The indicator stands.`;
  const until = utcWords(end);
  return isEnding
    ? t`The indicator stands, until ${until}: that is within a day.`
    : t`The indicator stands, until ${until}.`;
}

function changedWords({ value }: Entry, there: IndicatorRecord): string {
  const now = stateOf(there);
  return t`It was changed since, and no request explains that. It is now: ${now}. Where it should not be, write "remove indicator ${value}".`;
}

function stateOf({ expiresAt, ...there }: IndicatorRecord): string {
  return stateWords({ ...there, until: expiresAt });
}

function someWords(stand: number, total: number, end: number | null, isEnding: boolean): string {
  if (end === null) return t`${stand} of ${total} indicators stand.`;
  const until = utcWords(end);
  return isEnding
    ? t`${stand} of ${total} indicators stand, until ${until}: that is within a day.`
    : t`${stand} of ${total} indicators stand, until ${until}.`;
}

function otherwiseWords(rows: readonly Row[]): readonly string[] {
  const gone = rows.filter((row) => row.stands === 'changed' && !isOtherwise(row)).length;
  const changed = rows.filter(isOtherwise);
  const states = changed
    .slice(0, NAMED)
    .flatMap(({ entry, there }) => (there ? [`${shownValue(entry.type, entry.value)}: ${stateOf(there)}`] : []));
  const more = changed.length - states.length;
  const named = more > 0 ? t`${states.join('; ')} and ${more} more` : states.join('; ');
  return [
    ...ownWords(rows.filter(({ stands }) => stands === 'replaced')),
    ...(gone === 0
      ? []
      : [
          gone === 1
            ? t`1 was taken away since, and no request explains that.`
            : t`${gone} were taken away since, and no request explains that.`,
        ]),
    ...(changed.length === 0
      ? []
      : [t`Changed since, and no request explains that: ${changed.length}. Now: ${named}.`]),
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
