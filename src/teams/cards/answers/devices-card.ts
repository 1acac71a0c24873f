import type { DevicesData } from '../../../requests/messages/answers.ts';
import { type CardTone, LENGTHS, type ShownText, sanitise } from '../parts/shown-text.ts';
import { type DeviceRow, deviceRow } from '../request/effects.ts';

/** Devices on a page. */
const MOST_DEVICES = 10;

/** What cards/devices.json binds. */
export interface DevicesModel {
  readonly requestId: string;
  readonly rev: number;
  readonly fallback: string;
  readonly tone: CardTone;
  readonly headline: ShownText;
  readonly asides: readonly ShownText[];
  readonly title: ShownText;
  readonly text: ShownText;
  readonly devices: readonly DeviceRow[];
  readonly turns: readonly { readonly title: string; readonly page: number }[];
}

/** One page of the devices that a request's change would touch, with buttons for the other pages and the way back. */
export function devicesModel(data: DevicesData): DevicesModel {
  const { number, title, page, pages, total } = data;
  return {
    requestId: data.requestId,
    rev: data.rev,
    fallback: `The devices of Airlock request ${number}.`,
    tone: 'emphasis',
    headline: sanitise(total === 1 ? '● 1 device' : `● ${total} devices`),
    asides: [sanitise(`#${number}`)],
    title: sanitise(title, LENGTHS.title),
    text: sanitise(text(data)),
    devices: data.devices.slice(0, MOST_DEVICES).map(deviceRow),
    turns: [
      ...(page > 1 ? [{ title: 'Previous', page: page - 1 }] : []),
      ...(page < pages ? [{ title: 'Next', page: page + 1 }] : []),
    ],
  };
}

function text({ page, pages, total }: DevicesData): string {
  if (total === 0) return 'No device would move or get another remediation level.';
  return pages > 1
    ? `As previewed when it was asked for. Page ${page} of ${pages}.`
    : 'As previewed when it was asked for.';
}
