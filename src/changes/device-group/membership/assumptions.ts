import { msg, say } from '../../../shared/language/worded.ts';

/**
 * What Airlock takes for granted when it reckons which group takes a device. Microsoft documents none of it, except
 * what `source` says: it is assumed, and Defender's own report of each device's group is the measure
 * (docs/architecture.md#the-fleet-is-the-oracle).
 */
interface Assumption {
  readonly sentence: string;
  /** A Microsoft page, a section of the facts, or `assumed`. */
  readonly source: string;
  /** Other ways in which a tenant may do it, each in words that a card can show; what Airlock assumes comes first. */
  readonly ways: Readonly<Record<string, string>>;
}

/** Each assumption that has another way which can be tried on a fleet. */
export const ASSUMPTIONS = {
  case: {
    sentence: msg`Upper and lower case make no difference, in every property.`,
    source: 'assumed',
    ways: { ignored: msg`Upper and lower case make no difference here`, counts: msg`Upper and lower case count here` },
  },
  name: {
    sentence: msg`Name is the first label of the DNS name. A name with blanks, or an IP address, is not cut.`,
    source: 'assumed',
    ways: {
      'first-label': msg`Name is the first label of the DNS name here`,
      whole: msg`Names are compared whole here`,
    },
  },
  domain: {
    sentence: msg`Domain is the rest of the DNS name, whether or not a device is joined to Entra.`,
    source: 'assumed',
    ways: {
      'rest-of-name': msg`Domain is the rest of the DNS name here`,
      'not-of-entra': msg`Devices joined to Entra have no domain here`,
      workgroup: msg`A device without a domain in its DNS name has the domain WORKGROUP here`,
    },
  },
  os: {
    sentence: msg`An operating system is equal to osPlatform; another name of the same system is another system.`,
    source: 'assumed',
    ways: {
      'by-name': msg`Operating systems are compared by osPlatform here`,
      twins: msg`Two names of the same operating system count as one here`,
    },
  },
  blanks: {
    sentence: msg`Blanks at the ends count in tags of devices. In rules they do not.`,
    source: 'assumed',
    ways: {
      'count-in-tags': msg`Blanks at the ends of tags count here`,
      trimmed: msg`Blanks at the ends of tags do not count here`,
    },
  },
  discovered: {
    sentence: msg`Devices that are only discovered belong to groups as onboarded ones do.`,
    source: 'assumed',
    ways: {
      grouped: msg`Devices that are only discovered belong to groups here`,
      ungrouped: msg`Devices that are only discovered are in no group here`,
    },
  },
} as const satisfies Readonly<Record<string, Assumption>>;

/** Assumptions that have no other way which could be tried: the device list does not hold what it would take. */
export const UNTRIED_ASSUMPTIONS = {
  properties: {
    sentence: msg`Rows of one property are joined by OR, properties by AND; a group without a row takes nothing.`,
    source: 'learn: machine-groups, for OR and AND; assumed for a group without a row',
    ways: {},
  },
  rank: {
    sentence: msg`The highest rank takes a device; of equal ranks the lower id.`,
    source: 'learn: machine-groups, for ranks that differ; assumed for equal ones',
    ways: {},
  },
  tags: {
    sentence: msg`machineTags holds every tag that rules see, those of dynamic rules too.`,
    source: 'assumed',
    ways: {},
  },
  rows: {
    sentence: msg`Blanks at the ends of a value in a rule do not count, and a blank row is no row.`,
    source: 'assumed',
    ways: {},
  },
  records: {
    sentence: msg`Levels act on onboarded devices alone; a record that was merged into another is no device.`,
    source: 'assumed',
    ways: {},
  },
  operators: {
    sentence: msg`The portal keeps 0 for "starts with" and 1 for "ends with".`,
    source: 'assumed until a group of the tenant shows it',
    ways: {},
  },
} as const satisfies Readonly<Record<string, Assumption>>;

type AssumptionId = keyof typeof ASSUMPTIONS;

/** The way taken for each assumption. */
export type Ways = { readonly [K in AssumptionId]: keyof (typeof ASSUMPTIONS)[K]['ways'] };

/** What Airlock assumes where the fleet says nothing else. */
export const USUAL_WAYS: Ways = {
  case: 'ignored',
  name: 'first-label',
  domain: 'rest-of-name',
  os: 'by-name',
  blanks: 'count-in-tags',
  discovered: 'grouped',
};

/** A set of ways that differs in one assumption. */
export interface OtherWay {
  readonly assumption: AssumptionId;
  readonly way: string;
  readonly ways: Ways;
}

/** Every set of ways that differs from this one in exactly one assumption, in the order of the table. */
export function otherWays(from: Ways): readonly OtherWay[] {
  // The cast is sound: these are the keys that AssumptionId lists.
  return (Object.keys(ASSUMPTIONS) as AssumptionId[]).flatMap((assumption) =>
    Object.keys(ASSUMPTIONS[assumption].ways)
      .filter((way) => way !== from[assumption])
      .map((way) => ({ assumption, way, ways: { ...from, [assumption]: way } })),
  );
}

/** The ways that differ from what Airlock assumes, as `assumption:way`, in the order of the table. */
export function unusualWays(ways: Ways): readonly string[] {
  return otherWays(USUAL_WAYS)
    .filter(({ assumption, way }) => ways[assumption] === way)
    .map(({ assumption, way }) => `${assumption}:${way}`);
}

/** Reads what `unusualWays` gives; entries that are not known are left out. */
export function waysOf(unusual: readonly string[]): Ways {
  const known = otherWays(USUAL_WAYS).filter(({ assumption, way }) => unusual.includes(`${assumption}:${way}`));
  return Object.assign({ ...USUAL_WAYS }, ...known.map(({ assumption, way }) => ({ [assumption]: way })));
}

/** The words for an entry of `unusualWays`; null for one that is not known. */
export function wordsOfWay(entry: string): string | null {
  const found = otherWays(USUAL_WAYS).find(({ assumption, way }) => `${assumption}:${way}` === entry);
  if (found === undefined) return null;
  const ways: Readonly<Record<string, string>> = ASSUMPTIONS[found.assumption].ways;
  const words = ways[found.way];
  return words === undefined ? null : say(words);
}
