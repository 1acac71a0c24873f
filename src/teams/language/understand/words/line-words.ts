/**
 * Names that stand for what is typed as it is. `reason` may stand behind a colon; `feature` and `level` are said as the
 * language calls them.
 */
export const PLACES = {
  n: '#?(?<n>[1-9][0-9]{0,8})',
  page: '(?<page>[1-9][0-9]{0,3})',
  digest: '(?<digest>[0-9a-f]{4}(?: ?[0-9a-f]{4,60})?)',
  because: '(?<because>.+)',
  weil: '(?<because>weil .+)',
  reason: '(?:\\s*[:–-]+\\s*(?<reason>\\S.*)|[\\s,;]+(?<bare>[^:,;–\\s-].*))',
  rest: '(?<rest>.+)',
  feature: '(?<feature>.+?)',
  level: '(?<level>.+)',
  name: '(?<name>.+?)',
  group: '(?<group>.+?)',
  device: '(?<device>.+?)',
  devices: '(?<devices>.+?)',
  tag: '(?<tag>.+?)',
  value: '(?<value>.+?)',
  alerts: '(?<alerts>.+?)',
  indicator: '(?<indicator>.+?)',
} as const;

/** Values that a language says in its own words, each from a table of `inside`. */
export const LISTED = ['period', 'verdict', 'kind'] as const;

type Place = keyof typeof PLACES | (typeof LISTED)[number];

/** One phrase of a language, and the same in English. */
type Glossary = Readonly<Record<string, string>>;

/**
 * How a language says whole commands. In what is said, `[a |b ]` may be left out, `(a|b)` is one of them, `{n}` a
 * place; umlauts may be typed as two letters. In the command, `[ {n}]` is left out where nothing was said for it.
 */
export interface LineWords {
  readonly lines: readonly (readonly [command: string, ...said: string[]])[];
  /** How it says until when something stands; all but `days` as patterns, months in the order of the year. */
  readonly ends: {
    readonly until: string;
    readonly months: readonly string[];
    /** With the hour, and the minute where one is said. */
    readonly hour: string;
    /** One word for a day, and the same in English. */
    readonly days: Glossary;
  };
  /** Words within what is typed at these places, outside quotation marks. */
  readonly inside: Readonly<Record<'devices' | 'indicator' | (typeof LISTED)[number], Glossary>>;
}

/** Places whose words are taken as they are, whatever they say. */
export const FREE: ReadonlySet<string> = new Set<Place>([
  'n',
  'page',
  'digest',
  'because',
  'rest',
  'kind',
  'period',
  'verdict',
]);
