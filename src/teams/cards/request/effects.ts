import {
  EFFECT_WORDS,
  type Effects,
  type Flow,
  type Ranked,
  type ShownDevice,
} from '../../../changes/device-effects.ts';
import type { ProtectionEffect } from '../../../changes/remediation-level.ts';
import { say, t } from '../../../shared/language/worded.ts';
import {
  arrow,
  besides,
  type CardTone,
  LENGTHS,
  type Section,
  type Sentence,
  type ShownText,
  sanitise,
} from '../parts/shown-text.ts';
import { type LevelsModel, levelsModel } from './levels.ts';

export type BarColor = 'Accent' | 'Good' | 'Warning' | 'Attention';

/**
 * A device as cards/parts/device.json binds it: its name, its group now and then, its state unless it is onboarded, and
 * a mark where it may lose protection.
 */
export interface DeviceRow {
  readonly name: ShownText;
  readonly way: ShownText;
  readonly marks: Section<{ readonly text: ShownText; readonly color: Extract<CardTone, 'attention' | 'warning'> }>;
}

/** Devices that go the same way, as cards/parts/flow.json binds them. */
interface FlowModel {
  readonly way: ShownText;
  readonly notes: Section<Sentence & { readonly color: FlowColor }>;
  readonly count: ShownText;
  readonly value: number;
  readonly max: number;
  readonly barColor: BarColor;
  /** The bar in letters, for clients that draw none. */
  readonly blocks: string;
  readonly color: FlowColor;
}

type FlowColor = 'accent' | 'attention' | 'warning';

interface SideModel {
  readonly when: string;
  readonly places: readonly {
    readonly rank: ShownText;
    readonly name: ShownText;
    readonly weight: 'default' | 'bolder';
  }[];
}

/** The effects on devices, as cards/parts/effects.json binds them. */
export interface EffectsModel {
  readonly headline: ShownText;
  /** The button that shows every device. */
  readonly lists: Section<object>;
  readonly flows: readonly FlowModel[];
  readonly levels: Section<LevelsModel>;
  readonly ranks: Section<{ readonly sides: readonly SideModel[] }>;
  readonly told: readonly Sentence[];
}

function marksOf(effect: ProtectionEffect): DeviceRow['marks'] {
  if (effect === 'lowered') return [{ text: sanitise(`⚠ ${t`lowered`}`), color: 'attention' }];
  return effect === 'unclear' ? [{ text: sanitise(`? ${t`not clear`}`), color: 'warning' }] : [];
}

const FLOWS: Readonly<Record<ProtectionEffect, { readonly color: FlowColor; readonly barColor: BarColor }>> = {
  same: { color: 'accent', barColor: 'Accent' },
  raised: { color: 'accent', barColor: 'Accent' },
  lowered: { color: 'attention', barColor: 'Attention' },
  unclear: { color: 'warning', barColor: 'Warning' },
};

/** The longest name in a flow, in code points. */
const IN_FLOW = 48;

/** In how many letters a bar is drawn where a client draws none. */
const BLOCKS = 7;

/**
 * The preview of a request as a picture: one sentence with counts, the flows of devices with their bars, levels and
 * ranks before and after, and what the counts depend on.
 * @param isPast whether the change was applied
 */
export function effectsModel(effects: Effects, most: number, isPast: boolean): EffectsModel {
  const flows = effects.flows.slice(0, most);
  const max = Math.max(1, ...flows.map(({ devices }) => devices));
  const more = effects.flows.length - flows.length + effects.moreFlows;
  return {
    headline: sanitise(isPast ? effects.past : effects.headline),
    lists: effects.total > 0 ? [{}] : [],
    flows: flows.map((flow) => flowModel(flow, max)),
    levels: more > 0 ? [] : levelsModel(flows, isPast),
    ranks: effects.ranks
      ? [{ sides: [side(t`Before`, effects.ranks.before), side(t`After`, effects.ranks.after)] }]
      : [],
    told: [...restWords(more), ...effects.told].map((text) => ({ text: sanitise(text) })),
  };
}

function restWords(more: number): readonly string[] {
  if (more === 1) return [t`1 more flow: see the devices.`];
  return more > 0 ? [t`${more} more flows: see the devices.`] : [];
}

function flowModel({ group, from, to, devices, effect }: Flow, max: number): FlowModel {
  const words = EFFECT_WORDS[effect];
  const { color, barColor } = FLOWS[effect];
  const way = arrow(from, to, IN_FLOW);
  return {
    // Sound: both parts have been made safe.
    way: group === null ? way : (`${sanitise(group, IN_FLOW)}: ${way}` as ShownText),
    // Sound: the words are Airlock's own.
    notes: words === null ? [] : [{ text: `  ${say(words)}` as ShownText, color }],
    count: sanitise(String(devices)),
    value: devices,
    max,
    barColor,
    blocks: '█'.repeat(Math.max(1, Math.round((devices * BLOCKS) / max))),
    color,
  };
}

function side(when: string, places: readonly Ranked[]): SideModel {
  return {
    when,
    places: places.map(({ rank, name, moved }) => ({
      rank: `${rank}  ` as ShownText,
      name: sanitise(name, LENGTHS.name),
      weight: moved ? 'bolder' : 'default',
    })),
  };
}

function wayOf(from: string, to: string, isUnknown: boolean): ShownText {
  if (isUnknown) return sanitise(t`in ${from} now; where it would be is not known`, LENGTHS.title);
  return from === to ? sanitise(t`stays in ${to}`, LENGTHS.title) : arrow(from, to, LENGTHS.name);
}

/** One device in one line. */
export function deviceRow({ name, from, to, toUnknown, effect, state }: ShownDevice): DeviceRow {
  const way = wayOf(from, to, toUnknown === true);
  return {
    name: sanitise(name, LENGTHS.name),
    way: state === undefined ? way : besides(way, state),
    marks: marksOf(effect),
  };
}
