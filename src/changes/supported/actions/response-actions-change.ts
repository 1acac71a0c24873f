import { z } from 'zod';
import { AirlockError } from '../../../shared/errors.ts';
import { asJson } from '../../../shared/json.ts';
import { midSentenceTitle } from '../../../shared/language/in-sentences.ts';
import { numberWords } from '../../../shared/language/number-words.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { Base } from '../../base.ts';
import type { Assessment, ChangeKind, Inverse, Item, ItemCounts } from '../../change-kind.ts';
import { roleOf } from '../../device-group/model/sensitive.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { sinceRows } from '../devices-by-id.ts';
import { areSameNamed, namesakesBeside, namesakesIn } from '../namesakes.ts';
import { toldAlertWords } from '../told-alert.ts';
import { openIn, standAsKnown, standingsIn, standingsOf, tellersBeside } from './base-standings.ts';
import type { Standing } from './device-standing.ts';
import { toldRows } from './left-out-devices.ts';
import { isLoosening, listed, looseningDangers } from './loosening.ts';
import { OTHERS, othersRows, othersWords, ownDevices } from './others-orders.ts';
import { ACT_NAMES, ACTS, type ActName, actTitle, actTo, STANDING_WORDS } from './response-acts.ts';
import { counted, DEVICES, deviceList, devicesWords, withDevices } from './wanted-devices.ts';

const schema = z.strictObject({
  kind: z.literal('response-actions'),
  act: z.enum(ACT_NAMES),
  ...DEVICES,
  others: OTHERS.exactOptional(),
});

/** Isolates devices, releases them, restricts which apps run there, or lifts that, by the supported API. */
export type ResponseActionsChange = Readonly<z.infer<typeof schema>>;

const SHOWN = z.object({
  restricted: z.array(z.string()),
  controllers: z.array(z.string()),
  lacks: z.string().nullable(),
});

/** The tag of a device that was onboarded so that some actions are refused on it. */
const RESTRICTED_TAG = 'restricted security operations';

export const responseActionsChange: ChangeKind<ResponseActionsChange> = {
  owner: 'api',
  scopes: ['devices', 'groups', 'actions'],
  previewScopes: [],

  parse(input) {
    const parsed = schema.safeParse(input);
    if (!parsed.success)
      throw new AirlockError('input-invalid', 'This is not an action on devices that Airlock knows.');
    return parsed.data;
  },

  title: (change) => actTitle(change.act, devicesWords(change)),

  objects: ({ act, devices }) =>
    devices.map(({ id }) => `${ACTS[act].family.includes('Isolate') ? 'isolation' : 'restriction'}:${id}`),

  resolve: (change, now) => withDevices(change, now, ACTS[change.act].platforms),

  assess(change, now): Assessment {
    if (!responseActionsChange.reached(change, now)) return { verdict: 'open' };
    const what = midSentenceTitle(STANDING_WORDS[ACTS[change.act].leaves]);
    return { verdict: 'already', why: t`By Defender's list of actions: ${devicesWords(change)}, ${what} already.` };
  },

  base: (change, now) => ({
    objects: asJson({
      ...standingsIn(change.devices, ACTS[change.act].family, now),
      namesakes: namesakesIn(change, now),
    }),
    preview: null,
    shown: shown(change, now),
  }),

  isAsKnown: (base, now) => standAsKnown(base, now) && areSameNamed(base, now),

  beside: (then, now) => [...tellersBeside(then, now), ...namesakesBeside(then, now)],

  reached: (change, now) => {
    const known = standingsIn(change.devices, ACTS[change.act].family, now).standings;
    return change.devices.every(({ id }) => known[id] === ACTS[change.act].leaves);
  },

  knownBy: (_change, now) => [{ kind: 'reckoned', at: now.readAt, by: BY_ACTIONS }],

  diff(change, base) {
    const known = standingsOf(base);
    const words = change.devices.map(({ id }) => wordsOf(known[id] ?? null));
    const same = new Set(words).size === 1 ? (words[0] ?? '') : t`Different from device to device`;
    return [
      { label: counted(change.devices.length), from: same, to: STANDING_WORDS[ACTS[change.act].leaves] },
      { label: t`Devices`, from: '-', to: deviceList(change) },
      ...othersRows(change.others),
      ...sinceRows(change),
      ...toldRows(change, 'group' in change.wanted),
    ];
  },

  risk(change, base, tense = 'asked') {
    const { notes, asides } = ACTS[change.act];
    return {
      lowersProtection: isLoosening({ change, base }),
      dangers: looseningDangers({ change, base }, tense),
      notes: [...toldAlertWords(change), ...found(change, base), ...notes.map(say)],
      asides: asides.map(say),
    };
  },

  effects: () => null,

  inverse,

  affected: () => [],

  items: itemsOf,

  progress: (_change, { done, total }: ItemCounts) => t`${numberWords(done)} of ${numberWords(total)} ordered`,
};

/** Stored in English, and worded where it is told. */
const BY_ACTIONS = msg`the latest actions that Defender lists`;

function wordsOf(known: Standing | null): string {
  return known === null ? t`Not known` : STANDING_WORDS[known];
}

function shown({ devices }: ResponseActionsChange, now: TenantSnapshot): Base['shown'] {
  const ids = new Set(devices.map(({ id }) => id));
  const found = (now.devices ?? []).filter(({ id }) => ids.has(id));
  const groups = new Map(now.groups?.map((group) => [group.id, group]));
  const groupOf = (groupId: (typeof found)[number]['groupId']) =>
    typeof groupId === 'number' ? groups.get(groupId) : undefined;
  return asJson({
    restricted: found
      .filter(({ tags }) => tags.some((tag) => tag.toLowerCase() === RESTRICTED_TAG))
      .map(({ name }) => name),
    controllers: found.filter((one) => roleOf(one, groupOf(one.groupId)) === 'controller').map(({ name }) => name),
    lacks: now.actions?.lacks ?? null,
  });
}

/** What was found of these devices that a person must see. */
function found({ act, devices }: ResponseActionsChange, base: Base): readonly string[] {
  const parsed = SHOWN.safeParse(base.shown).data;
  if (!parsed) return [];
  const { restricted, controllers, lacks } = parsed;
  const known = standingsOf(base);
  const same = devices.filter(({ id }) => known[id] === ACTS[act].leaves).map(({ name }) => name);
  const undone = act === 'release' || act === 'lift' ? openWords({ act, devices }, base) : [];
  const untold = devices.filter(({ id }) => (known[id] ?? null) === null && openIn(base, id).length === 0).length;
  return [
    ...(controllers.length > 0 && act !== 'release' ? [t`Named like domain controllers: ${listed(controllers)}.`] : []),
    ...(restricted.length > 0
      ? [t`Onboarded with restricted security operations, so Defender may refuse it: ${listed(restricted)}.`]
      : []),
    ...(lacks === null ? [] : [say(lacks)]),
    ...undone,
    ...(same.length === devices.length ? [say(SO_ALREADY)] : []),
    ...(same.length > 0 && same.length < devices.length
      ? [t`It is so already, so nothing is ordered there: ${listed(same)}.`]
      : []),
    ...(untold > 0 && (act === 'release' || act === 'lift')
      ? [
          untold === 1
            ? t`Defender's list of actions does not say how one device stood before.`
            : t`Defender's list of actions does not say how ${untold} devices stood before.`,
        ]
      : []),
  ];
}

/** Drafted only where an undoing is owed that somebody did outside Airlock. */
const SO_ALREADY = msg`By Defender's list of actions it is so already: nothing is ordered. Once approved, it settles what is owed.`;

/** What becomes of the orders that a release or a lift undoes before they have ended. */
function openWords({ act, devices }: Pick<ResponseActionsChange, 'act' | 'devices'>, base: Base): readonly string[] {
  const openOf = (id: string) => openIn(base, id).filter(({ type }) => type !== ACTS[act].type);
  const isWaiting = (id: string) => openOf(id).every(({ status }) => status === 'Pending');
  const open = devices.filter(({ id }) => openOf(id).length > 0);
  const waiting = open.filter(({ id }) => isWaiting(id)).map(({ name }) => name);
  const running = open.filter(({ id }) => !isWaiting(id)).map(({ name }) => name);
  return [
    ...(waiting.length > 0
      ? [
          t`Ordered, and waiting for the device: ${listed(waiting)}. The order is cancelled; once it is done, it is undone.`,
        ]
      : []),
    ...(running.length > 0 ? [t`Ordered, and under way: ${listed(running)}. It is undone once it has ended.`] : []),
  ];
}

/** The devices that do not stand as asked, as far as it is known. */
function itemsOf({ act, devices }: ResponseActionsChange, base: Base): readonly Item[] {
  const known = standingsOf(base);
  return devices.filter(({ id }) => known[id] !== ACTS[act].leaves).map(({ id, name }) => ({ key: id, label: name }));
}

/** Back to how the devices stood, if all stood alike; where that is not known, by what usually undoes it. */
function inverse(change: ResponseActionsChange, base: Base, now: TenantSnapshot, written?: readonly string[]): Inverse {
  const known = standingsOf(base);
  const items = new Set(itemsOf(change, base).map(({ key }) => key));
  const done = change.devices.filter(({ id }) => items.has(id) && (written?.includes(id) ?? true));
  const { own: devices, others } = ownDevices(change.act, done, now);
  if (devices.length === 0 && others) return { why: `${othersWords(others)}.`, ...insteadOf(change.act, done) };
  if (devices.length === 0) return { why: t`Defender did it on none of these devices, so there is nothing to undo.` };
  const before = new Set(devices.map(({ id }) => known[id] ?? null));
  const [was = null] = before;
  if (before.size > 1) return { why: t`These devices stood differently before. Ask for each of them.` };
  const act = was === null ? ACTS[change.act].inverse : actTo(was);
  if (act === null) return { why: t`How these devices stood before is not known. Ask for what they are to be.` };
  const names = devices.map(({ name }) => name);
  return { change: { kind: change.kind, act, wanted: { names }, devices, leftOut: 0, ...(others && { others }) } };
}

/** The command for whoever undoes it all the same. */
function insteadOf(act: ActName, [first, ...more]: readonly { readonly id: string }[]): { readonly instead?: string } {
  const { inverse: back } = ACTS[act];
  return first && more.length === 0 && (back === 'release' || back === 'lift')
    ? { instead: `${back} ${first.id}` }
    : {};
}
