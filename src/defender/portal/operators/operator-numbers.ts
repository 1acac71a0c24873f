import { type Device, type OperatorDoubt, TEXT_OPERATORS, type TextOperator } from '../../../changes/device-group.ts';
import { ASSUMED_OPERATORS, type Operators } from '../wire-rule.ts';
import type { WireGroup } from '../writes/odd-parts.ts';
import { type Evidence, evidenceOf, hasDoubt, IN_DOUBT, MEANINGS, type Meaning } from './operator-evidence.ts';

/** The fewest devices that show a meaning, and the part of all devices that may speak against it. */
const FEWEST = 3;
const DOUBT = 0.05;

/** What the numbers of a tenant mean where no group of it has a row that could tell. */
const NOTHING_TELLS: Operators = withDoubts(ASSUMED_OPERATORS, () => ({ kind: 'no-row' }));

/** Whether devices are needed to tell what the numbers of these groups mean. */
export function needsDevices(groups: readonly WireGroup[]): boolean {
  return groups.some((group) => hasDoubt(group));
}

/**
 * Reads from the groups of a tenant what its numbers mean: whoever Defender reports in a group meets every property of
 * its rule, and whoever meets it is in it or in a group before it. A number counts as shown if enough devices meet the
 * rows with one meaning alone, and nearly none speaks against it.
 * @param devices null where they could not be read, or not all of them: then nothing is shown
 * @param readAt when they were read, in ms since 1970; long after every group was changed where absent
 */
export function operatorsShownBy(
  groups: readonly WireGroup[],
  devices: readonly Device[] | null,
  readAt = Number.POSITIVE_INFINITY,
): Operators {
  if (!needsDevices(groups)) return NOTHING_TELLS;
  if (devices === null) return withDoubts(ASSUMED_OPERATORS, () => ({ kind: 'no-devices' }));
  const evidence = IN_DOUBT.map((number) => [number, evidenceOf(number, groups, devices, readAt)] as const);
  const found = evidence.map(([number, one]) => [number, shownBy(one)] as const);
  const meanings = found.flatMap(([, meaning]) => meaning ?? []);
  const isSame = new Set(meanings).size < meanings.length;
  const doubt = (operator: Meaning) => doubtOf(operator, isSame, evidence, groups);
  if (isSame) return withDoubts(ASSUMED_OPERATORS, doubt);
  const byNumber = Object.fromEntries(
    found.map(([number, meaning]) => [number, meaning ?? otherThan(meanings, number)]),
  );
  const shown = TEXT_OPERATORS.filter(
    (one) => ASSUMED_OPERATORS.shown.includes(one) || meanings.some((is) => is === one),
  );
  return withDoubts({ byNumber: { ...ASSUMED_OPERATORS.byNumber, ...byNumber }, shown }, doubt);
}

function withDoubts(operators: Operators, doubt: (operator: Meaning) => OperatorDoubt): Operators {
  const open = MEANINGS.filter((one) => !operators.shown.includes(one));
  return { ...operators, doubts: Object.fromEntries(open.map((one) => [one, doubt(one)])) };
}

function shownBy({ speaks, against }: Evidence): Meaning | null {
  const shown = MEANINGS.filter((one) => speaks[one] >= FEWEST && against[one] <= DOUBT * (speaks[one] + against[one]));
  return shown.length === 1 ? (shown[0] ?? null) : null;
}

/** What an unshown number is taken for: what is assumed, unless the other number is shown to mean that. */
function otherThan(meanings: readonly Meaning[], number: number): TextOperator | undefined {
  const assumed = ASSUMED_OPERATORS.byNumber[number];
  return meanings.some((one) => one === assumed) ? MEANINGS.find((one) => !meanings.includes(one)) : assumed;
}

/** Which evidence is missing for an operator, of the number for which most devices speak. */
function doubtOf(
  operator: Meaning,
  isSame: boolean,
  evidence: readonly (readonly [number, Evidence])[],
  groups: readonly WireGroup[],
): OperatorDoubt {
  const asked = evidence.filter(([number]) => groups.some((group) => hasDoubt(group, [number])));
  const counts = asked.map(([, { speaks, against }]) => ({ speaks: speaks[operator], against: against[operator] }));
  const [best] = counts.sort((one, other) => other.speaks - one.speaks || other.against - one.against);
  if (best === undefined) return { kind: 'no-row' };
  if (isSame && best.speaks >= FEWEST) return { kind: 'both-numbers' };
  if (best.speaks === 0 && asked.length < IN_DOUBT.length) return { kind: 'no-row' };
  return best.speaks < FEWEST ? { kind: 'few', speaks: best.speaks } : { kind: 'contradictory', ...best };
}
