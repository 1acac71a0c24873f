import { ENGLISH, type Language } from '../../../shared/language/languages.ts';
import { languageNow, msg, say, t } from '../../../shared/language/worded.ts';
import type { DeviceGroup } from '../../device-group.ts';

/** What a text of English could be mistaken by for the words around it, and what is escaped within its quotes. */
const IN_ENGLISH = { marks: '"\\\\', words: ['and', 'or'] } as const;
const MARKS = '"\\\\\u201C-\u201F\u00AB\u00BB';

interface Ambiguity {
  readonly ambiguous: RegExp;
  readonly escaped: RegExp;
}

const AMBIGUITIES = new Map<Language, Ambiguity>();

/** The same in the reader's language, whose own quotation marks and words for and, or count, too. */
function ambiguityNow(): Ambiguity {
  const language = languageNow();
  const known = AMBIGUITIES.get(language);
  if (known) return known;
  const isEnglish = language === ENGLISH;
  const marks = isEnglish ? IN_ENGLISH.marks : MARKS;
  const words = isEnglish
    ? IN_ENGLISH.words
    : [...IN_ENGLISH.words, joined('', '', 'and').trim(), joined('', '', 'or').trim()];
  const made = {
    ambiguous: new RegExp(`[${marks},;:]|(?:^|\\s)(?:${words.join('|')})(?=\\s|$)|^\\s|\\s$|^$`, 'iu'),
    escaped: new RegExp(`[${marks}]`, 'gu'),
  };
  AMBIGUITIES.set(language, made);
  return made;
}

/** White space that a card would show as a single space. */
const LOST = /\s{2,}|[^\S ]/gu;

/**
 * Puts somebody's text into a sentence: bare if it is unambiguous, otherwise in quotation marks with inner ones
 * escaped, so that one value "a or b" never looks like two. White space that a card would not show becomes a visible
 * mark. The quotation marks are those of the reader's language.
 */
export function quoted(text: string): string {
  const visible = text.replace(LOST, (found) => '\u2423'.repeat(found.length));
  const { ambiguous, escaped } = ambiguityNow();
  return ambiguous.test(text) || visible !== text ? t`"${visible.replace(escaped, '\\$&')}"` : text;
}
/** "1 device", "12 devices". */
export function countDevices(count: number): string {
  return count === 1 ? t`1 device` : t`${count} devices`;
}

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[], joiner: 'and' | 'or' = 'and'): string {
  const [last, before] = [words.at(-1) ?? '', words.slice(0, -1).join(', ')];
  if (words.length < 2) return last;
  return joined(before, last, joiner);
}

function joined(before: string, last: string, joiner: 'and' | 'or'): string {
  return joiner === 'and' ? t`${before} and ${last}` : t`${before} or ${last}`;
}

/** Cuts a text to this many code points; a cut text ends in an ellipsis. */
export function cut(text: string, length: number): string {
  const points = Array.from(text);
  return points.length <= length ? text : `${points.slice(0, length - 1).join('')}…`;
}

/** The name of the ungrouped devices for people; they have none on the wire. */
export const UNGROUPED = msg`Ungrouped devices`;

/** The name of a group on cards. */
export function groupName(group: Pick<DeviceGroup, 'name' | 'ungrouped'>): string {
  return group.ungrouped ? say(UNGROUPED) : group.name;
}

/** The name of a group that was stored, on cards: no other group can have the name of the ungrouped devices. */
export function shownName(name: string): string {
  return name === UNGROUPED ? say(name) : name;
}

/** Names from a list that may have been cut: "Finance, Servers and 3 more". */
export function named({ list, more }: { readonly list: readonly string[]; readonly more: number }): string {
  return listed([...list.map((name) => quoted(shownName(name))), ...(more > 0 ? [t`${more} more`] : [])]);
}
/** A name as it is typed in a command about device groups; null if its own quotes would end it. */
export function typedName(name: string): string | null {
  return /["\\\u201C-\u201F\u00AB\u00BB]/.test(name) ? null : `"${name}"`;
}
