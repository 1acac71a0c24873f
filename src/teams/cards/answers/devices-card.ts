import { countDevices } from '../../../changes/device-group/words/names.ts';
import type { DevicesData, ItemLine, ListOf } from '../../../requests/messages/devices-data.ts';
import { sayNote } from '../../../shared/language/stored-notes.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import { type CardTone, LENGTHS, type ShownText, sanitise } from '../parts/shown-text.ts';
import { type DeviceRow, deviceRow } from '../request/effects.ts';

/** Devices on a page. */
const MOST_DEVICES = 10;

/** What cards/devices.json binds. */
export interface DevicesModel {
  readonly requestId: string;
  readonly rev: number;
  readonly of: ListOf;
  readonly fallback: string;
  readonly tone: CardTone;
  readonly headline: ShownText;
  readonly asides: readonly ShownText[];
  readonly title: ShownText;
  readonly text: ShownText;
  readonly devices: readonly DeviceRow[];
  readonly turns: readonly { readonly title: string; readonly page: number }[];
}

/**
 * One page of the devices that a request's change would touch, or of what it writes one by one, with buttons for the
 * other pages and the way back.
 */
export function devicesModel(data: DevicesData): DevicesModel {
  const { number, title, page, pages } = data;
  return {
    requestId: data.requestId,
    rev: data.rev,
    of: data.of ?? 'moves',
    fallback: t`The devices of Airlock request ${number}.`,
    tone: 'emphasis',
    headline: sanitise(`● ${counted(data)}`),
    asides: [sanitise(`#${number}`)],
    title: sanitise(title, LENGTHS.title),
    text: sanitise(text(data)),
    devices: (data.items?.map(itemRow) ?? data.devices.map(deviceRow)).slice(0, MOST_DEVICES),
    turns: [
      ...(page > 1 ? [{ title: t`Previous`, page: page - 1 }] : []),
      ...(page < pages ? [{ title: t`Next`, page: page + 1 }] : []),
    ],
  };
}

const ITEM_WORDS: Readonly<Record<ItemLine['state'], string>> = {
  planned: msg`not begun`,
  waiting: msg`waits to be sent`,
  started: msg`sent, not read back yet`,
  done: msg`done`,
  refused: msg`refused`,
  unknown: msg`not known`,
  ordered: msg`ordered`,
  failed: msg`failed`,
  timedOut: msg`timed out`,
  cancelled: msg`cancelled`,
  'not-done': msg`not done`,
};

/** Without a count where it is not known which devices are concerned. */
function counted({ total, items: listed, none }: DevicesData): string {
  if (listed) return items(total);
  return none === undefined ? countDevices(total) : t`Devices`;
}

function items(count: number): string {
  return count === 1 ? t`1 item` : t`${count} items`;
}

/** What did not go as asked. */
const TROUBLE: readonly ItemLine['state'][] = ['refused', 'unknown', 'failed', 'timedOut', 'cancelled', 'not-done'];

function itemRow({ name, state, reason }: ItemLine): DeviceRow {
  const words = say(ITEM_WORDS[state]);
  const isTrouble = TROUBLE.includes(state);
  const why = reason ? [sayNote(reason)] : [];
  const way = isTrouble && reason ? why : [words, ...why];
  const mark = reason ? words : '⚠';
  return {
    name: sanitise(name, LENGTHS.name),
    way: sanitise(way.join(', '), LENGTHS.title),
    marks: isTrouble ? [{ text: sanitise(mark), color: 'attention' }] : [],
  };
}

function text({ page, pages, total, items, none }: DevicesData): string {
  if (items) {
    const isBegun = items.some(({ state }) => state !== 'planned');
    const said = isBegun ? t`What became of each so far.` : t`What is written one by one, once it may be.`;
    return pages > 1 ? t`${said} Page ${page} of ${pages}.` : said;
  }
  if (none !== undefined) return `${t`As previewed when it was asked for.`} ${none}`;
  if (total === 0) return t`No device would move or get another remediation level.`;
  return pages > 1
    ? t`As previewed when it was asked for. Page ${page} of ${pages}.`
    : t`As previewed when it was asked for.`;
}
