import { msg, say, t } from '../../../shared/language/worded.ts';
import { wordedTable } from '../../../shared/language/worded-table.ts';
import { STATE_WORDS } from '../../device-effects.ts';
import { DEVICE_STATES, type DeviceState } from '../../device-group.ts';
import { ASSUMPTIONS, UNTRIED_ASSUMPTIONS, wordsOfWay } from '../membership/assumptions.ts';
import { RANK_NOT_READ } from '../words/field-words.ts';
import { countDevices, listed, named, quoted, shownName } from '../words/names.ts';
import { OPERATOR_WORDS } from '../words/operator-words.ts';
import { countReported } from './lack-words.ts';
import type { ShownOracle, ShownReport, ShownStates } from './shown-base.ts';

const PROPERTY_WORDS = wordedTable({
  name: msg`Name`,
  domain: msg`Domain`,
  tag: msg`Tag`,
  os: msg`operating system`,
} as const);

/**
 * The sentences without which nobody can judge the others, so a card that shows few shows these: on which of the
 * devices a level acts, how far Defender's report agrees, and what it says of the group that matters most.
 */
export function chiefLines(oracle: ShownOracle): string[] {
  const [first] = oracle.reports.list;
  return [
    ...(oracle.unordered ? [say(RANK_NOT_READ)] : []),
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
    ...(oracle.reports.more > 0 ? [t`Report and rules differ in ${oracle.reports.more} more groups.`] : []),
  ];
}

function countedWords(state: DeviceState): string {
  if (state === 'onboarded') return t`onboarded`;
  return state === 'unknown' ? t`of which it is not known whether they are onboarded` : STATE_WORDS[state];
}

function affectedLines({ affected }: ShownOracle): string[] {
  const isPlain = Object.keys(affected).every((state) => state === 'onboarded');
  return isPlain ? [] : [t`Of these, ${stateWords(affected)}; a level acts on onboarded devices alone.`];
}

/** What the list of devices holds; nothing if all are onboarded and active. */
export function fleetLines(states: ShownStates): string[] {
  if (Object.keys(states).every((state) => state === 'onboarded')) return [];
  return [t`The list of devices holds ${stateWords(states)}.`];
}

function stateWords(states: ShownStates): string {
  // Those that are inactive are onboarded, too.
  const isActiveApart = Boolean(states.inactive || states.duplicate);
  return listed(
    DEVICE_STATES.flatMap((state) => {
      const count = states[state] ?? 0;
      const words = state === 'onboarded' && isActiveApart ? t`onboarded (active)` : countedWords(state);
      return count > 0 ? [`${count} ${words}`] : [];
    }),
  );
}

/** Where some groups have rules that are not known. */
function knownLines({ knownGroups }: ShownOracle): string[] {
  if (knownGroups === null) return [];
  return [
    knownGroups.list.length === 0
      ? t`Of the rules of this tenant's groups, none is known; devices in other groups count where Defender reports them.`
      : t`Of the rules of this tenant's groups, those of ${named(knownGroups)} are known; devices in other groups count where Defender reports them.`,
  ];
}

function unsureLines({ unsure, unsureIn }: ShownOracle): string[] {
  if (unsure === 0) return [];
  const groups = (unsureIn?.list ?? []).map(({ group, devices }) => `${quoted(shownName(group))} ${devices}`);
  const where = groups.length === 0 ? '' : ` (${[...groups, ...furtherGroups(unsureIn?.more ?? 0)].join(', ')})`;
  return [
    unsure === 1
      ? t`1 more device matches and is in groups whose rules or rank are not known: they may move too${where}.`
      : t`${unsure} more devices match and are in groups whose rules or rank are not known: they may move too${where}.`,
  ];
}

function furtherGroups(more: number): string[] {
  return more > 0 ? [t`${more} more groups`] : [];
}

/** The assumption that fits the fleet, where it is not what Airlock assumes. */
export function wayLines({ ways = [], compared = 0, agreed = 0 }: Partial<ReadWays>): string[] {
  const words = ways.flatMap((way) => wordsOfWay(way) ?? []);
  if (words.length === 0) return [];
  return [t`${listed(words)}: that fits ${agreed} of ${countDevices(compared)} (reckoned).`];
}

type ReadWays = Pick<ShownOracle, 'compared' | 'agreed'> & { readonly ways: readonly string[] };

/** That report and rules agree on every device: where they do not, the chief lines say so. */
export function agreementLines(oracle: ShownOracle): string[] {
  return oracle.agreed < oracle.compared ? [] : agreementWords(oracle);
}

function agreementWords({ ways, compared, agreed }: ShownOracle): string[] {
  if (compared === 0 || ways.length > 0) return [];
  return [t`Defender's report agrees with the rules as Airlock reads them on ${agreed} of ${countDevices(compared)}.`];
}

function operatorLines({ assumed = [] }: ShownOracle): string[] {
  return assumed.map((operator) => {
    return t`That a rule says "${OPERATOR_WORDS[operator]}" is reckoned: which number Defender keeps for it is not known.`;
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
    return [t`Reckoned by an assumption that no group here shows: ${say(ASSUMED[property])}`];
  });
}

function reportLine(
  { group, reported, reckoned, both, evaluable, unmet }: ShownReport,
  { unsaid }: ShownOracle,
): string {
  const [counted, name] = [countReported(reported, unsaid), quoted(shownName(group))];
  const counts =
    reported === reckoned || (both < reported && both < reckoned)
      ? t`Defender reports ${counted} in ${name}; by the rules as Airlock reads them ${reckoned}, ${both} of them the same.`
      : t`Defender reports ${counted} in ${name}; by the rules as Airlock reads them ${reckoned}.`;
  const rows =
    unmet &&
    t`${unmet.devices} of those reported do not meet its ${PROPERTY_WORDS[unmet.property]} rows as Airlock reads them.`;
  const why = evaluable ? null : t`It is not evaluable and counts by the report.`;
  return [counts, why, rows].filter((part) => part !== null).join(' ');
}
