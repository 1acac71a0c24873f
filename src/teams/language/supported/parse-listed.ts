import { SORTS, type Sort } from '../../../changes/supported/indicators/indicator-types.ts';
import { normaliseValue } from '../../../changes/supported/indicators/normalise-value.ts';
import type { CommandOf } from '../command.ts';

/** How people call what an indicator names; null where its form has to tell. */
const SORT_WORDS: ReadonlyMap<string, Sort | null> = new Map<string, Sort | null>([
  ...SORTS.map((sort) => [sort, sort] as const),
  ...['file hash', 'hash of the file', 'hash', 'sha1', 'sha256', 'md5'].map((word) => [word, 'file'] as const),
  ...['thumbprint', 'cert'].map((word) => [word, 'certificate'] as const),
  ...['ip address', 'domain name', 'address', 'link', 'indicator', 'website', 'host'].map(
    (word) => [word, null] as const,
  ),
]);

const WORDS = [...SORT_WORDS.keys()]
  .sort((a, b) => b.length - a.length)
  .join('|')
  .replaceAll('sha', 'sha-?');
const SORT = `(?:the )?(?:(${WORDS})s? (?:of |with (?:the )?hash )?)?`;
/** A thumbprint may have a blank or a colon between each two digits. */
const VALUE = '"?((?:[0-9a-f]{2}[ :]){19}[0-9a-f]{2}|[^\\s"]+?)"?';
const LIST = 'on (?:the|an?|our) (?:(?:allow|block|indicator) ?)?list';
const DONE = `allowed|blocked|audited|warned of|an indicator|blocked and remediated|${LIST}`;
const STATE = `(?:(?:still|already|now|currently|being) )*(?:${DONE})`;
/** The answer tells the whole scope, whichever group was named. */
const SCOPE = '(?: (?:on|in|for) [^?]+?)?';
const NOW = '(?: (?:now|right now|currently|at the moment))?';

const LISTS = 'defender';
const WE = `(?:do we|does ${LISTS})`;
const DOES = '(?:allow|block|audit|warn of)';
const THERE = `(?:(?:is there|${WE} have) (?:an?|any)|(?:what is|show) the)`;

const QUESTIONS = [
  new RegExp(`^(?:is|was) ${SORT}${VALUE} ${STATE}${SCOPE}${NOW} ?\\??$`, 'iu'),
  new RegExp(`^${WE} (?:still |already |now )?${DOES} ${SORT}${VALUE}${SCOPE}${NOW} ?\\??$`, 'iu'),
  new RegExp(`^${THERE} (?:allow |block )?indicator (?:for|of|about) ${SORT}${VALUE} ?\\??$`, 'iu'),
  new RegExp(`^what does the indicator (?:for|of) ${SORT}${VALUE} say ?\\??$`, 'iu'),
];

/** A question about what the list of indicators says of a value; null for any other text. */
export function parseListed(line: string): CommandOf<'ask'> | null {
  for (const question of QUESTIONS) {
    const [, word = '', value = ''] = question.exec(line) ?? [];
    const sort = SORT_WORDS.get(word.toLowerCase().replace('sha-', 'sha')) ?? null;
    if (value === '' || !isValue(value, sort)) continue;
    return { kind: 'ask', about: { indicator: value, ...(sort && { sort }) } };
  }
  return null;
}

/** What looks like a value is answered with what is wrong with it; a word is no value. */
function isValue(value: string, sort: Sort | null): boolean {
  return sort !== null || /[\d.]/u.test(value) || 'value' in normaliseValue(value);
}
