import { t } from '../../shared/language/worded.ts';
import type { Danger, DangerKind, DiffRow } from '../change-kind.ts';
import type { Effects } from '../device-effects.ts';

/** The banner of each kind, the worst first. */
const WORST_FIRST: readonly DangerKind[] = [
  'less-protection',
  'opened-access',
  'left-empty',
  'shadowed',
  'self-resolved',
  'more-automation',
];

/** The dangers of all parts, each once, the worst first. */
export function joinedDangers(dangers: readonly Danger[]): readonly Danger[] {
  const once = [...new Map(dangers.map((danger) => [danger.text, danger])).values()];
  return once.sort((one, other) => WORST_FIRST.indexOf(one.kind) - WORST_FIRST.indexOf(other.kind));
}

/** How many devices are named, as for one change. */
const NAMED = 10;

/** The consequences of all parts together; null where none affects devices. @param effects by the number of the part */
export function joinedEffects(effects: readonly Numbered[]): Effects | null {
  const [first, ...others] = effects;
  if (first === undefined) return null;
  if (others.length === 0) return first.effects;
  const all = effects.map((one) => one.effects);
  const read = all.flatMap(({ readAt }) => (readAt === null ? [] : [readAt]));
  return {
    headline: headlineOf(effects, ({ headline }) => headline),
    past: headlineOf(effects, ({ past }) => past),
    flows: all.flatMap(({ flows }) => flows),
    moreFlows: all.reduce((sum, { moreFlows }) => sum + moreFlows, 0),
    ranks:
      all.filter(({ ranks }) => ranks !== null).length === 1 ? (all.find(({ ranks }) => ranks)?.ranks ?? null) : null,
    told: [...new Set(all.flatMap(({ told }) => told))],
    lines: [...new Set([...all.flatMap(({ lines }) => lines), ...stillParts(effects)])],
    first: all.flatMap((one) => one.first).slice(0, NAMED),
    total: all.reduce((sum, { total }) => sum + total, 0),
    readAt: read.length === 0 ? null : Math.min(...read),
  };
}

interface Numbered {
  readonly part: number;
  readonly effects: Effects;
  /** What `isStill` says. */
  readonly isStill: boolean;
}

/** What is the same for all parts is said once; where some move devices, the parts that move none are told below. */
function headlineOf(effects: readonly Numbered[], of: (effects: Effects) => string): string {
  const [one = '', ...others] = new Set(effects.map((each) => of(each.effects)));
  if (others.length === 0) return one;
  const moving = effects.filter((each) => !each.isStill);
  return (moving.length === 0 ? effects : moving).map((each) => t`Part ${each.part}: ${of(each.effects)}`).join(' ');
}

/** Whether a part is known to move no device and to change the level of none. @param effects in English */
export function isStill({ total, headline }: Effects): boolean {
  return total === 0 && /^(?:none|no device|0)\b/iu.test(headline);
}

function stillParts(effects: readonly Numbered[]): readonly string[] {
  const still = effects.filter((each) => each.isStill);
  if (still.length === 0 || still.length === effects.length) return [];
  return [t`Parts that move no device, as reckoned: ${still.map(({ part }) => part).join(', ')}.`];
}

/** The rows of one part, with its number and what it is about before each label. A deletion has a row of its own. */
export function numberedRows(rows: readonly DiffRow[], part: number, subject: string | null): readonly DiffRow[] {
  const before = subject === null ? `${part}. ` : `${part}. ${subject}: `;
  return rows.map((row, at) => ({
    ...row,
    label: `${before}${row.label}`,
    ...(at === 0 && row.to === t`deleted` && { to: t`is deleted` }),
  }));
}
