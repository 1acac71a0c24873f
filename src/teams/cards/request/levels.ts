import type { Flow } from '../../../changes/device-effects.ts';
import { LEVEL_WORDS, REMEDIATION_LEVELS, type RemediationLevel } from '../../../changes/remediation-level.ts';
import { say, t } from '../../../shared/language/worded.ts';
import type { Section } from '../parts/shown-text.ts';

/** One level on one side of the chart. */
interface LevelPoint {
  readonly legend: string;
  readonly value: number;
  readonly color: string;
}

/** Devices by level before and after, as cards/parts/levels.json binds them; `text` is for clients without charts. */
export interface LevelsModel {
  readonly sides: readonly { readonly when: string; readonly text: string; readonly points: readonly LevelPoint[] }[];
}

const COLORS: Readonly<Record<RemediationLevel, string>> = {
  full: 'good',
  'semi-core-folders': 'categoricalTeal',
  'semi-non-temp-folders': 'categoricalLightBlue',
  'semi-all-folders': 'warning',
  none: 'attention',
};

type Leveled = Flow & Required<Pick<Flow, 'levels'>>;

/**
 * The levels of the devices whose level changes, before and after. Nothing where a single flow says as much, or where
 * not every level is known.
 */
export function levelsModel(flows: readonly Flow[], isPast: boolean): Section<LevelsModel> {
  const changing = flows.filter(({ effect }) => effect !== 'same');
  const leveled = changing.filter((flow): flow is Leveled => flow.levels !== undefined);
  const ways = new Set(leveled.map(({ levels }) => `${levels.from} ${levels.to}`));
  if (ways.size < 2 || leveled.length < changing.length) return [];
  return [
    {
      sides: [
        levelSide(
          isPast ? t`Before` : t`Now`,
          leveled.map(({ levels, devices }) => [levels.from, devices]),
        ),
        levelSide(
          t`After`,
          leveled.map(({ levels, devices }) => [levels.to, devices]),
        ),
      ],
    },
  ];
}

/** One side of the chart: how many devices each level has. */
export function levelSide(
  when: string,
  counts: readonly (readonly [RemediationLevel, number])[],
): LevelsModel['sides'][number] {
  const points = REMEDIATION_LEVELS.flatMap((level) => {
    const value = counts.reduce((sum, [of, devices]) => sum + (of === level ? devices : 0), 0);
    return value === 0 ? [] : [{ legend: say(LEVEL_WORDS[level]), value, color: COLORS[level] }];
  });
  return { when, points, text: points.map(({ legend, value }) => `${legend} ${value}`).join(' · ') };
}
