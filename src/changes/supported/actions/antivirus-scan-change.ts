import { z } from 'zod';
import { AirlockError } from '../../../shared/errors.ts';
import { asJson } from '../../../shared/json.ts';
import { numberWords } from '../../../shared/language/number-words.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { ChangeKind, ItemCounts } from '../../change-kind.ts';
import { sinceRows } from '../devices-by-id.ts';
import { areSameNamed, namesakesBeside, namesakesIn } from '../namesakes.ts';
import { toldAlertWords } from '../told-alert.ts';
import { toldRows } from './left-out-devices.ts';
import { counted, DEVICES, deviceList, devicesWords, withDevices } from './wanted-devices.ts';

const schema = z.strictObject({ kind: z.literal('antivirus-scan'), scan: z.enum(['Full', 'Quick']), ...DEVICES });

/** Scans devices with their antivirus, by the supported API: what starting an investigation was replaced by. */
export type AntivirusScanChange = Readonly<z.infer<typeof schema>>;

/** Where Defender can scan on order; of Linux it documents servers alone (learn: run-av-scan). */
const PLATFORMS = ['Windows', 'Linux', 'macOS'];

const NOTES: Readonly<Record<AntivirusScanChange['scan'], string>> = {
  Full: msg`A full scan takes hours and slows the device down meanwhile.`,
  Quick: msg`A quick scan looks where malware mostly starts from, and nowhere else.`,
};

const ANYWHERE = msg`Where another antivirus protects the device and Defender’s is passive, Defender’s scans all the same.`;

export const antivirusScanChange: ChangeKind<AntivirusScanChange> = {
  owner: 'api',
  scopes: ['devices', 'groups'],
  previewScopes: [],

  parse(input) {
    const parsed = schema.safeParse(input);
    if (!parsed.success) throw new AirlockError('input-invalid', 'This is not an antivirus scan that Airlock knows.');
    return parsed.data;
  },

  title: (change) =>
    change.scan === 'Full'
      ? t`Full antivirus scan of ${devicesWords(change)}`
      : t`Quick antivirus scan of ${devicesWords(change)}`,

  objects: ({ wanted, devices }) =>
    'group' in wanted ? [`scan:group:${wanted.group.trim().toLowerCase()}`] : devices.map(({ id }) => `scan:${id}`),

  resolve: (change, now) => withDevices(change, now, PLATFORMS),

  assess: () => ({ verdict: 'open' }),

  /** Nothing of a device stands in the way of a scan: whoever is gone by then is told of device by device. */
  base: (change, now) => ({ objects: asJson({ namesakes: namesakesIn(change, now) }), preview: null, shown: null }),

  isAsKnown: areSameNamed,

  beside: namesakesBeside,

  reached: () => false,

  knownBy: () => [],

  diff: (change) => [
    { label: change.scan === 'Full' ? t`Full scan` : t`Quick scan`, from: '-', to: counted(change.devices.length) },
    { label: t`Devices`, from: '-', to: deviceList(change) },
    ...(change.leftOut > 0
      ? [{ label: t`Left out`, from: '-', to: t`${counted(change.leftOut)} that Defender cannot scan` }]
      : []),
    ...sinceRows(change),
    ...toldRows(change, 'group' in change.wanted),
  ],

  risk: (change) => ({
    lowersProtection: false,
    dangers: [],
    notes: [...toldAlertWords(change), say(NOTES[change.scan])],
    asides: [say(ANYWHERE)],
  }),

  effects: () => null,

  inverse: () => ({ why: t`A scan cannot be undone. One that runs can be cancelled.` }),

  unrestorable: ({ devices: [first, ...others] }) => ({
    instead: first && others.length === 0 ? `alerts on ${first.name}` : 'alerts',
    why: t`What a scan finds comes as alerts of the device. A scan cannot be undone.`,
  }),

  affected: () => [],

  items: ({ devices }) => devices.map(({ id, name }) => ({ key: id, label: name })),

  progress: (_change, { done, total }: ItemCounts) => t`${numberWords(done)} of ${numberWords(total)} ordered`,
};
