import type { Effects, ShownDevice } from '../../changes/change-kind.ts';
import type { ProtectionEffect } from '../../changes/device-group/protection.ts';
import type { CardTone, Section, Sentence } from './request-model.ts';
import { LENGTHS, type ShownText, shown, wayBetween } from './shown-text.ts';

/** A device as cards/parts/device.json binds it: its name, where it is and would be, and a mark where its protection is at stake. */
export interface DeviceRow {
  readonly name: ShownText;
  readonly way: ShownText;
  readonly marks: Section<{ readonly text: ShownText; readonly color: Extract<CardTone, 'attention' | 'warning'> }>;
}

/** What follows for devices, as cards/parts/effects.json binds it. */
export interface EffectsModel {
  readonly headline: ShownText;
  readonly lines: readonly Sentence[];
  readonly devices: readonly DeviceRow[];
  /** That there are more, and the button that shows them. */
  readonly more: Section<Sentence>;
}

/** Bytes of JSON that devices may take on a request's card. */
const BUDGET = 4_500;
/** What a device costs besides its text. */
const ROW_COST = 330;
const MOST_LINES = 6;
const MOST_DEVICES = 10;

const MARKS: Readonly<Partial<Record<ProtectionEffect, DeviceRow['marks']>>> = {
  lowered: [{ text: shown(' ⚠ lowered'), color: 'attention' }],
  unclear: [{ text: shown(' ? not clear'), color: 'warning' }],
};

/** The preview of a request: one sentence with counts, what matters most, and the first devices by name. */
export function effectsModel(effects: Effects): EffectsModel {
  const lines = effects.lines.slice(0, MOST_LINES).map((text) => ({ text: shown(text) }));
  const devices = fitting(effects.first.slice(0, MOST_DEVICES).map(deviceRow));
  const hidden = effects.total - devices.length;
  return {
    headline: shown(effects.headline),
    lines,
    devices,
    more: hidden > 0 ? [{ text: shown(devices.length > 0 ? `and ${hidden} more` : `${hidden} devices`) }] : [],
  };
}

/** One device in one line. */
export function deviceRow({ name, from, to, effect }: ShownDevice): DeviceRow {
  const way = from === to ? shown(`stays in ${to}`, LENGTHS.title) : wayBetween(from, to, LENGTHS.name);
  return { name: shown(name, LENGTHS.name), way, marks: MARKS[effect] ?? [] };
}

function fitting(rows: readonly DeviceRow[]): readonly DeviceRow[] {
  let left = BUDGET;
  return rows.filter((row) => {
    left -= ROW_COST + Buffer.byteLength(JSON.stringify(row));
    return left >= 0;
  });
}
