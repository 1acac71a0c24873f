import { STATE_WORDS } from '../../device-effects.ts';
import type { DeviceState } from '../../device-group.ts';
import { ASSUMPTIONS, UNTRIED_ASSUMPTIONS, wordsOfWay } from '../membership/assumptions.ts';
import { RANK_NOT_READ } from '../words/field-words.ts';
import { countDevices, listed, named, quoted } from '../words/names.ts';
import { OPERATOR_WORDS } from '../words/operator-words.ts';
import { countReported } from './lack-words.ts';
import type { ShownOracle, ShownReport, ShownStates } from './shown-base.ts';

const AS_READ = 'by the rules as Airlock reads them';

const PROPERTY_WORDS = { name: 'Name', domain: 'Domain', tag: 'Tag', os: 'operating system' } as const;

/**
 * The sentences without which nobody can judge the others, so a card that shows few shows these: on which of the
 * devices a level acts, how far Defender's report agrees, and what it says of the group that matters most.
 */
export function chiefLines(oracle: ShownOracle): string[] {
  const [first] = oracle.reports.list;
  return [
    ...(oracle.unordered ? [RANK_NOT_READ] : []),
    ...unsureLines(oracle),
    ...affectedLines(oracle),
    ...wayLines(oracle),
    ...(oracle.agreed < oracle.compared ? agreementWords(oracle) : []),
    ...(first === undefined ? [] : [reportLine(first, oracle)]),
  ];
}

/** What else is known of the report and of the devices; each sentence says how it is known. */
export function furtherLines(oracle: ShownOracle): string[] {
  return [
    ...fleetLines(oracle.states),
    ...knownLines(oracle),
    ...operatorLines(oracle),
    ...unshownLines(oracle),
    ...oracle.reports.list.slice(1).map((row) => reportLine(row, oracle)),
    ...(oracle.reports.more > 0 ? [`Report and rules differ in ${oracle.reports.more} more groups.`] : []),
  ];
}

const COUNTED_WORDS: Readonly<Record<DeviceState, string>> = {
  onboarded: 'onboarded',
  ...STATE_WORDS,
  unknown: 'of which it is not known whether they are onboarded',
};

function affectedLines({ affected }: ShownOracle): string[] {
  const isPlain = Object.keys(affected).every((state) => state === 'onboarded');
  return isPlain ? [] : [`Of these, ${stateWords(affected)}; a level acts on onboarded devices alone.`];
}

/** What the list of devices holds; nothing if all are onboarded and active. */
export function fleetLines(states: ShownStates): string[] {
  if (Object.keys(states).every((state) => state === 'onboarded')) return [];
  return [`The list of devices holds ${stateWords(states)}.`];
}

function stateWords(states: ShownStates): string {
  // Those that are inactive are onboarded, too.
  const onboarded = states.inactive || states.duplicate ? 'onboarded (active)' : COUNTED_WORDS.onboarded;
  return listed(
    Object.entries({ ...COUNTED_WORDS, onboarded }).flatMap(([state, words]) => {
      // The cast is sound: these are the keys of COUNTED_WORDS.
      const count = states[state as DeviceState] ?? 0;
      return count > 0 ? [`${count} ${words}`] : [];
    }),
  );
}

/** Where some groups have rules that are not known. */
function knownLines({ knownGroups }: ShownOracle): string[] {
  if (knownGroups === null) return [];
  const from = knownGroups.list.length === 0 ? 'none is known' : `those of ${named(knownGroups)} are known`;
  return [`Of the rules of this tenant's groups, ${from}; devices in other groups count where Defender reports them.`];
}

function unsureLines({ unsure, unsureIn }: ShownOracle): string[] {
  if (unsure === 0) return [];
  const groups = (unsureIn?.list ?? []).map(({ group, devices }) => `${quoted(group)} ${devices}`);
  const where = groups.length === 0 ? '' : ` (${[...groups, ...furtherGroups(unsureIn?.more ?? 0)].join(', ')})`;
  const [match, are] = unsure === 1 ? ['matches', 'is'] : ['match', 'are'];
  return [
    `${unsure} more ${unsure === 1 ? 'device' : 'devices'} ${match} and ${are} in groups whose rules or rank are not known: they may move too${where}.`,
  ];
}

function furtherGroups(more: number): string[] {
  return more > 0 ? [`${more} more groups`] : [];
}

function wayLines({ ways, compared, agreed }: ShownOracle): string[] {
  const words = ways.flatMap((way) => wordsOfWay(way) ?? []);
  if (words.length === 0) return [];
  return [`${listed(words)}: that fits ${agreed} of ${countDevices(compared)} (reckoned).`];
}

/** That report and rules agree on every device: where they do not, the chief lines say so. */
export function agreementLines(oracle: ShownOracle): string[] {
  return oracle.agreed < oracle.compared ? [] : agreementWords(oracle);
}

function agreementWords({ ways, compared, agreed }: ShownOracle): string[] {
  if (compared === 0 || ways.length > 0) return [];
  return [`Defender's report agrees with the rules as Airlock reads them on ${agreed} of ${countDevices(compared)}.`];
}

function operatorLines({ assumed = [] }: ShownOracle): string[] {
  return assumed.map((operator) => {
    return `That a rule says "${OPERATOR_WORDS[operator]}" is reckoned: which number Defender keeps for it is not known.`;
  });
}

/** What decides which devices match, where no group shows it. Of the domain another sentence says more. */
const ASSUMED = {
  name: ASSUMPTIONS.name.sentence,
  tag: UNTRIED_ASSUMPTIONS.tags.sentence,
  os: ASSUMPTIONS.os.sentence,
} as const;

function unshownLines({ unshown = [], ways }: ShownOracle): string[] {
  const found = ways.map((way) => way.split(':')[0]);
  return unshown.flatMap((property) => {
    if (property === 'domain' || found.includes(property)) return [];
    return [`Reckoned by an assumption that no group here shows: ${ASSUMED[property]}`];
  });
}

function reportLine(
  { group, reported, reckoned, both, evaluable, unmet }: ShownReport,
  { unsaid }: ShownOracle,
): string {
  const same = reported === reckoned || (both < reported && both < reckoned) ? `, ${both} of them the same` : '';
  const counts = `Defender reports ${countReported(reported, unsaid)} in ${quoted(group)}; ${AS_READ} ${reckoned}${same}.`;
  const rows =
    unmet &&
    `${unmet.devices} of those reported do not meet its ${PROPERTY_WORDS[unmet.property]} rows as Airlock reads them.`;
  const why = evaluable ? null : 'It is not evaluable and counts by the report.';
  return [counts, why, rows].filter((part) => part !== null).join(' ');
}
