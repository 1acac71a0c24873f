import type { Sort } from '../../../changes/supported/indicators/indicator-types.ts';
import { t } from '../../../shared/language/worded.ts';
import type { CommandOf } from '../command.ts';
import { parseStanding } from './parse-standing.ts';

const PAGE = '(?: page ([1-9][0-9]{0,4}))?';
const NAME = '("[^"]+"|[^\\s,;"]*[^\\s,;?"])';

/** The same, or a URL, which may hold commas and semicolons. */
const VALUE = '("[^"]+"|(?:https?|hxxps?)://[^\\s"]*[^\\s,;"?]|[^\\s,;"]*[^\\s,;?"])';

const WAITING = new RegExp(
  `^(?:(?:show )?pending|pending (?:actions|remediations?|investigations?)(?: in defender)?|(?:pending|waiting) in defender|(?:the )?action cent(?:er|re))${PAGE}$`,
  'iu',
);
const ACTS = new RegExp(
  `^(?:(?:show )?(?:device )?actions|history of (?:device )?actions|actions? history)(?: (?:on|of|for) (?:device )?${NAME})?${PAGE}$`,
  'iu',
);
/** What people call it before its name or value, and of what an indicator names which sort it is. */
const FILE = '(?:(?:file )?(?:with )?(?:the )?)?(?:hash|sha-?(?:1|256)(?: hash)?|md5)|file';
const SORT_WORDS: readonly (readonly [words: string, sort: Sort | null])[] = [
  ['alert|device|laptop|machine|server|address|link|website', null],
  [FILE, null],
  ['certificate|cert|(?:certificate )?thumbprint', 'certificate'],
  ['ip(?: address)?', 'ip'],
  ['domain(?: name)?', 'domain'],
  ['url', 'url'],
];
const CALLED = `(?:(?:the )?(${SORT_WORDS.map(([words]) => words).join('|')}):? )?`;
/** A thumbprint may have a blank or a colon between each two digits. */
const THUMBPRINT = '"?((?:[0-9a-f]{2}[ :]){19}[0-9a-f]{2})"?';
const VERDICT = new RegExp(
  `^(?:(?:report|mark) (?:an? )?)?false[ -](positive|negative):? (?:(?:for|in|on|of) )?${CALLED}(?:${THUMBPRINT}|${VALUE}) ?\\??$`,
  'iu',
);
const BARE = /^(?:(?:report|mark) (?:an? )?)?false[ -](positive|negative)$/iu;

/** A question about Defender's Action center, or about a verdict that is wrong; null for any other text. */
export function parseCenter(line: string): CommandOf<'ask' | 'incomplete' | 'show' | 'status' | 'requests'> | null {
  const waiting = WAITING.exec(line);
  if (waiting) return { kind: 'ask', about: { waiting: Number(waiting[1] ?? 1) } };
  const acts = ACTS.exec(line);
  if (acts) {
    const on = acts[1] === undefined ? null : unquoted(acts[1]);
    return { kind: 'ask', about: { acts: Number(acts[2] ?? 1), on } };
  }
  const bare = BARE.exec(line)?.[1];
  if (bare)
    return {
      kind: 'incomplete',
      why: t`Write what is one, too: an alert, a hash, a device, a domain, an IP address, a URL or a certificate.`,
      example: EXAMPLE,
    };
  const [, verdict, word, thumbprint, name] = VERDICT.exec(line) ?? [];
  const of = thumbprint ?? name;
  if (!verdict || !of) return parseStanding(line);
  const called = verdict.toLowerCase() === 'positive' ? 'false-positive' : 'false-negative';
  const sort = thumbprint === undefined ? sortOf(word) : 'certificate';
  return { kind: 'ask', about: { verdict: called, of: unquoted(of).replace(/^<|>$/gu, ''), ...(sort && { sort }) } };
}

/** Null where its form tells, as with a file: a hash is one. */
function sortOf(word: string | undefined): Sort | null {
  const found = SORT_WORDS.find(([words]) => word !== undefined && new RegExp(`^(?:${words})$`, 'iu').test(word));
  return found?.[1] ?? null;
}

const EXAMPLE = 'false positive da637399794050273582_760707377';

function unquoted(text: string): string {
  return text.replace(/^"(.+)"$/u, '$1');
}

const EVERY = '(daily|weekly|each day|every day|each week|every week)';
const BEGIN = new RegExp(
  `^(?:(?:a )?(?:digest ${EVERY}|${EVERY} digest)|subscribe(?: (?:to (?:the )?)?${EVERY}(?: digest)?)?)$`,
  'u',
);
const END = /^(?:digest off|no digest|stop (?:the )?digest|unsubscribe(?: from (?:the )?digest)?)$/u;

const NOW =
  /^(?:(?:show |give me |send )?(?:a |the )?digest (?:now|at once|right now|once|today)|digest now,? please)$/u;

/**
 * A digest at once, or whether and how often this channel is told one; null for any other text.
 * @param plain in lower case
 */
export function parseDigest(plain: string): CommandOf<'ask' | 'digest'> | null {
  if (NOW.test(plain)) return { kind: 'ask', about: { digest: 'now' } };
  if (plain === 'digest' || plain === 'show digest') return { kind: 'digest', every: null };
  if (END.test(plain)) return { kind: 'digest', every: 'off' };
  const begun = BEGIN.exec(plain);
  if (begun === null) return null;
  const every = begun.slice(1).find((word) => word !== undefined);
  return { kind: 'digest', every: every?.includes('week') ? 'weekly' : 'daily' };
}
