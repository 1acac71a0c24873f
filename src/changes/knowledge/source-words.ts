import { msg, say, t } from '../../shared/language/worded.ts';
import type { Source, Sources } from './knowledge.ts';

const MONTHS = [
  msg`Jan`,
  msg`Feb`,
  msg`Mar`,
  msg`Apr`,
  msg`May`,
  msg`Jun`,
  msg`Jul`,
  msg`Aug`,
  msg`Sep`,
  msg`Oct`,
  msg`Nov`,
  msg`Dec`,
] as const;

/** A time for a sentence, which no client translates: "28 Nov 2026 22:17 UTC". @param at ms since 1970 */
function timeWords(at: number): string {
  const date = new Date(at);
  const [hours, minutes] = [date.getUTCHours(), date.getUTCMinutes()].map((part) => String(part).padStart(2, '0'));
  const month = say(MONTHS[date.getUTCMonth()] ?? '');
  return t`${date.getUTCDate()} ${month} ${date.getUTCFullYear()} ${hours}:${minutes} UTC`;
}

/** How something is known, for a card, which draws the time by itself; `at` is null where there is none. */
export interface SourceParts {
  /** "by Omar Okafor's word, #1" */
  readonly words: string;
  /** Milliseconds since 1970. */
  readonly at: number | null;
}

/** The only place where a source is put into words (docs/architecture.md#tell-what-is-known). */
export function sourceParts(source: Source): SourceParts {
  const [before, after] = around(source);
  return { words: `${before}${after}`, at: source.kind === 'not-known' ? null : source.at };
}

/** The same for a sentence: "by Omar Okafor's word, 28 Nov 2026 22:17 UTC, #1". */
export function sourceWords(source: Source): string {
  const [before, after] = around(source);
  if (source.kind === 'not-known') return before;
  const time = timeWords(source.at);
  return source.kind === 'read' ? t`read ${time}` : `${before}, ${time}${after}`;
}

/** The same as a sentence of its own: "Known by Omar Okafor's word, ...", "Read 28 Nov 2026 22:17 UTC." */
export function sourceSentence(source: Source): string {
  return source.kind === 'read' ? t`Read ${timeWords(source.at)}.` : t`Known ${sourceWords(source)}.`;
}

/** The words before and after the time. */
function around(source: Source): readonly [string, string] {
  switch (source.kind) {
    case 'read':
      return [t`read`, ''];
    case 'corroborated':
      return [t`by Microsoft's audit log (${source.by || t`which names nobody`})`, numberOf(source)];
    case 'attested':
      return [t`by ${source.by}'s word`, `${numberOf(source)}${source.ofName ? say(OF_NAME) : ''}`];
    case 'reckoned':
      return [t`reckoned from ${say(source.by)}`, ''];
    case 'not-known':
      return [t`not known`, ''];
  }
}

/** A name can be given to another group, and nobody can tell by it which one is listed. */
const OF_NAME = msg`, of a group of this name`;

function numberOf({ request }: { readonly request: number | null }): string {
  return request === null ? '' : `, #${request}`;
}

/** How a part of a snapshot is known; null where it was read with the snapshot. */
export function sourceOf(sources: Sources | undefined, key: string): Source | null {
  return sources?.[key] ?? null;
}
