import type { Source } from '../../../changes/knowledge/knowledge.ts';
import { sourceParts } from '../../../changes/knowledge/source-words.ts';
import { LENGTHS, moment, type Section, type ShownText, sanitise } from './shown-text.ts';

/** How a value is known, as cards/parts/known.json binds it. */
export interface KnownModel {
  readonly text: ShownText;
  readonly whens: readonly string[];
}

/**
 * Nothing where it was read: the card says once when. Nothing either where it is not known: the value says that, and
 * so does what was stored before sources were.
 * @param readAt when the card says that it was read, in ms since 1970: what is remembered of an earlier reading says so
 */
export function knownModel(source: Source | undefined, readAt = 0): Section<KnownModel> {
  if (source === undefined || source.kind === 'not-known') return [];
  if (source.kind === 'read' && source.at >= readAt) return [];
  const { words, at } = sourceParts(source);
  return [{ text: sanitise(words, LENGTHS.title), whens: at === null ? [] : [moment(at)] }];
}
