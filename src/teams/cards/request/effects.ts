import type { Effects, ShownDevice } from '../../../changes/device-effects.ts';
import type { ProtectionEffect } from '../../../changes/remediation-level.ts';
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

/**
 * A device as cards/parts/device.json binds it: its name, its group now and then, its state unless it is onboarded, and
 * a mark where it may lose protection.
 */
export interface DeviceRow {
  readonly name: ShownText;
  readonly way: ShownText;
  readonly marks: Section<{ readonly text: ShownText; readonly color: Extract<CardTone, 'attention' | 'warning'> }>;
}

/** The effects on devices, as cards/parts/effects.json binds them. */
export interface EffectsModel {
  readonly headline: ShownText;
  readonly lines: readonly Sentence[];
  readonly devices: readonly DeviceRow[];
  /** That there are more, and the button that shows them. */
  readonly more: Section<Sentence>;
}

/** How much of the effects on devices a card shows; its button shows all of it. */
export interface EffectsShown {
  readonly lines: number;
  readonly devices: number;
}

const MARKS: Readonly<Partial<Record<ProtectionEffect, DeviceRow['marks']>>> = {
  lowered: [{ text: sanitise('⚠ lowered'), color: 'attention' }],
  unclear: [{ text: sanitise('? not clear'), color: 'warning' }],
};

/** The preview of a request: one sentence with counts, the most important lines, and the first devices by name. */
export function effectsModel(effects: Effects, most: EffectsShown): EffectsModel {
  const devices = effects.first.slice(0, most.devices).map(deviceRow);
  const hidden = effects.total - devices.length;
  return {
    headline: sanitise(effects.headline),
    lines: effects.lines.slice(0, most.lines).map((text) => ({ text: sanitise(text) })),
    devices,
    more: hidden > 0 ? [{ text: sanitise(devices.length > 0 ? `and ${hidden} more` : `${hidden} devices`) }] : [],
  };
}

/** One device in one line. */
export function deviceRow({ name, from, to, effect, state }: ShownDevice): DeviceRow {
  const way = from === to ? sanitise(`stays in ${to}`, LENGTHS.title) : arrow(from, to, LENGTHS.name);
  return {
    name: sanitise(name, LENGTHS.name),
    way: state === undefined ? way : besides(way, state),
    marks: MARKS[effect] ?? [],
  };
}
