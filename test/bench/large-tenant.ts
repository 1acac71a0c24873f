import type { Condition, Device, DeviceGroup, TextProperty } from '../../src/changes/device-group.ts';
import { TEXT_OPERATORS } from '../../src/changes/device-group.ts';
import { Random } from '../support/generated/random.ts';

export interface LargeTenant {
  readonly devices: readonly Device[];
  readonly groups: readonly DeviceGroup[];
}

const SITES = ['LON', 'BER', 'PAR', 'NYC', 'SIN', 'TOK', 'SYD', 'MAD', 'ROM', 'OSL', 'WAW', 'DUB', 'ZRH', 'SFO', 'GRU'];
const UNITS = ['fin', 'hr', 'eng', 'ops', 'legal', 'mkt', 'sales', 'lab', 'soc', 'it', 'exec', 'kiosk'];
const FORMS = ['LT', 'WS', 'SRV', 'VDI', 'POS'];
const SYSTEMS = [
  ...['Windows11', 'Windows10', 'Windows10WVD', 'WindowsServer2025', 'WindowsServer2022', 'WindowsServer2019'],
  ...['WindowsServer2016', 'WindowsServer2012R2', 'WindowsServer2008R2', 'Linux', 'macOS', 'iOS', 'Android'],
];
const MOST_ROWS = 10;

/**
 * A tenant like a large company's: names by site, unit and number, 180 domains, 600 tags. The same seed gives the same
 * tenant.
 */
export function largeTenant(deviceCount: number, groupCount: number, seed = 2026): LargeTenant {
  const random = new Random(seed);
  const domains = SITES.flatMap((site) => UNITS.map((unit) => `${unit}.${site.toLowerCase()}.corp.example`));
  const tags = Array.from(
    { length: 600 },
    (_, n) => `${random.pick(UNITS)}-${random.pick(['tier', 'wave', 'zone'])}-${n}`,
  );
  const devices = Array.from({ length: deviceCount }, (): Device => aDevice(random, domains, tags, groupCount));
  const pools = { name: devices.map(({ name }) => name), domain: domains, tag: tags };
  const groups = Array.from({ length: groupCount - 1 }, (_, n) => aGroup(random, n + 2, pools));
  return { devices, groups: [...groups, { ...aGroup(random, 1, pools), ungrouped: true, rank: null, conditions: [] }] };
}

/** Of so many devices one is reported elsewhere: Defender has not followed yet, or goes by more than the API lists. */
const ELSEWHERE = 50;

/**
 * The same tenant as Defender would report it if its rules went as Airlock assumes, but for every 50th device.
 * @param takers for each device, the index of the group that takes it; -1 for none
 */
export function reported({ devices, groups }: LargeTenant, takers: ArrayLike<number>): LargeTenant {
  const idAt = (index: number | undefined) => groups[index ?? -1]?.id ?? null;
  return {
    groups,
    devices: devices.map((device, at) => {
      return { ...device, groupId: at % ELSEWHERE === 0 ? idAt(at % groups.length) : idAt(takers[at]) };
    }),
  };
}

/**
 * Names of 63 characters (the most a DNS label has) and values that are all alike: nearly every character of a name
 * completes many conditions, other properties decide late. Names are distinct, domains and tags recur as they do in a
 * tenant.
 */
export function hostileTenant(deviceCount: number, groupCount: number, seed = 2026): LargeTenant {
  const random = new Random(seed);
  const run = (length: number) => Array.from({ length }, () => (random.chance(0.97) ? 'a' : 'b')).join('');
  const { devices, groups } = largeTenant(deviceCount, groupCount, seed);
  const domains = Array.from({ length: 200 }, () => run(120));
  const tags = Array.from({ length: 600 }, () => run(100));
  const rows = (property: TextProperty): Condition[] =>
    Array.from({ length: MOST_ROWS }, (_, n) => ({
      property,
      operator: random.pick(TEXT_OPERATORS),
      value: run(property === 'name' && n < 2 ? 4 + n : 40 + random.below(20)),
    }));
  return {
    devices: devices.map((device) => {
      const [name, domain] = [run(63), random.pick(domains)];
      const own = Array.from({ length: 4 }, () => random.pick(tags));
      return { ...device, dnsName: `${name}.${domain}`, name, domain, tags: own };
    }),
    groups: groups.map((group) => {
      const conditions = [...rows('name'), ...rows('domain'), ...rows('tag'), osCondition(random)];
      return group.ungrouped ? group : { ...group, conditions };
    }),
  };
}

function aDevice(random: Random, domains: readonly string[], tags: readonly string[], groupCount: number): Device {
  const number = String(random.below(100_000)).padStart(5, '0');
  const id = random.hex(40);
  const name = `${random.pick(SITES)}-${random.pick(UNITS)}-${random.pick(FORMS)}-${number}`;
  const domain = random.pick(domains);
  return {
    id,
    dnsName: `${name}.${domain}`,
    name,
    domain,
    os: random.pick(SYSTEMS),
    tags: Array.from({ length: random.below(4) }, () => random.pick(tags)),
    groupId: 1 + random.below(groupCount),
    state: 'onboarded',
    entraJoined: null,
  };
}

/** Uses one to four properties; those it uses with up to 10 rows each, the operating systems with up to 10 values. */
function aGroup(random: Random, id: number, pools: Readonly<Record<TextProperty, readonly string[]>>): DeviceGroup {
  const used = (['name', 'domain', 'tag', 'os'] as const).filter(() => random.chance(0.75));
  const conditions = (used.length === 0 ? (['tag'] as const) : used).flatMap((property): Condition[] => {
    if (property === 'os') return [osCondition(random)];
    const rows = 1 + random.below(MOST_ROWS);
    return Array.from({ length: rows }, () => textCondition(random, property, random.pick(pools[property])));
  });
  return {
    id,
    name: `Group ${id}`,
    description: '',
    level: random.pick(['full', 'semi-all-folders', 'semi-core-folders', 'none'] as const),
    rank: id - 1,
    conditions,
    opaque: false,
    access: [],
    ungrouped: false,
  };
}

/** A piece of a value that really occurs, so that conditions are met now and then; half of them in another case. */
function textCondition(random: Random, property: TextProperty, value: string): Condition {
  const operator = random.pick(TEXT_OPERATORS);
  const length = Math.max(4, value.length - 1 - random.below(6));
  const from = operator === 'contains' ? random.below(value.length - length + 1) : 0;
  const pieces = {
    'starts-with': value.slice(0, length),
    'ends-with': value.slice(-length),
    equals: value,
    contains: value.slice(from, from + length),
  };
  return { property, operator, value: random.chance(0.5) ? pieces[operator].toUpperCase() : pieces[operator] };
}

function osCondition(random: Random): Condition {
  return { property: 'os', values: Array.from({ length: 1 + random.below(MOST_ROWS) }, () => random.pick(SYSTEMS)) };
}
