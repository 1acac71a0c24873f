import { numberWords } from '../../../shared/language/number-words.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { Base } from '../../base.ts';
import type { DriftedRow, Risk, Tense } from '../../change-kind.ts';
import type { Effects, Flow } from '../../device-effects.ts';
import { wayLines } from '../../device-group/preview/oracle-words.ts';
import { countDevices, cut, quoted, shownName } from '../../device-group/words/names.ts';
import { alikeRows } from '../drifted-rows.ts';
import { type DeviceTagsChange, knownTags, type ShownTags, shownIn, tagItems } from './tag-change.ts';

/** How many names stand on the card. */
const NAMES = 8;

/** How many ways of devices stand on the card. */
const FLOWS = 5;

/** "LAP-HR-0001", or "12 devices". */
export function whatOf({ devices, wanted }: DeviceTagsChange): string {
  if (devices.length === 0 && 'startsWith' in wanted)
    return t`the devices whose names start with ${quoted(wanted.startsWith)}`;
  const names = devices.length > 0 ? devices.map(({ name }) => name) : 'names' in wanted ? wanted.names : [];
  const [first] = names;
  return names.length === 1 && first ? quoted(first) : countDevices(names.length);
}

/** "LAP-HR-0001, LAP-HR-0002 and 4,998 more; all: devices". */
export function namesOf(change: DeviceTagsChange, base: Base): string {
  const items = tagItems(change, base);
  const names = items.slice(0, NAMES).map(({ label }) => quoted(cut(label, 60)));
  const left = items.length - names.length;
  const rest = change.devices.length - items.length;
  const shown = left > 0 ? t`${names.join(', ')} and ${numberWords(left)} more` : names.join(', ');
  const more = numberWords(rest);
  const has = change.action === 'add' ? t`${more} more have it already` : t`${more} more lack it already`;
  return [`${countDevices(items.length)}: ${shown}`, ...(rest > 0 ? [has] : [])].join('; ');
}

/** The devices that got the tag or lost it meanwhile, as far as both readings tell. */
export function driftedOf({ action, devices, tag }: DeviceTagsChange, then: Base, now: Base): readonly DriftedRow[] {
  const [before, today] = [knownTags(then), knownTags(now)];
  const words = (isThere: boolean) => (isThere ? t`Has the tag "${tag}"` : t`Lacks the tag "${tag}"`);
  const drifted = devices.flatMap(({ id, name: item }) => {
    const [was, is] = [before.tagged.has(id), today.tagged.has(id)];
    if (was === is || before.untold.has(id) || today.untold.has(id)) return [];
    return [{ item, was: words(was), is: words(is), becomes: words(action === 'add') }];
  });
  return alikeRows(drifted, (names) => {
    const shown = names.slice(0, NAMES).map((name) => quoted(cut(name, 60)));
    const left = names.length - shown.length;
    return left > 0 ? t`${shown.join(', ')} and ${numberWords(left)} more` : shown.join(', ');
  });
}

const UNSEEN = msg`Asset rules cannot be seen by any API: a tag may lead to other tags, and those to another group.`;
/** docs/facts/defender.md#device-tags */
const ODD_TAG = msg`By Microsoft's page on tags, filters by a tag with parentheses or commas might not work.`;
const RULES_UNKNOWN: Readonly<Record<Tense, string>> = {
  asked: msg`Which group the tag leads to is not known: the rules and ranks of all groups are not.`,
  applied: msg`Which group the tag leads to was not known when this was asked for.`,
};

/** What of devices follows, made from the stored base alone. */
export function tagEffects(change: DeviceTagsChange, base: Base): Effects {
  const shown = shownIn(base);
  const flows = flowsOf(shown);
  const moved = flows.reduce((sum, { devices }) => sum + devices, 0);
  const total = change.devices.length;
  const [some, all] = [numberWords(moved), countDevices(total)];
  return {
    headline:
      shown.to === null
        ? madeWords(shown, total, 'asked')
        : t`${some} of ${all} would move to another group (reckoned).`,
    past: shown.to === null ? madeWords(shown, total, 'applied') : pastWords(moved, total),
    flows: flows.slice(0, FLOWS),
    moreFlows: Math.max(0, flows.length - FLOWS),
    ranks: null,
    told: [...shown.lacks.map(say), ...wayLines(shown), ...elsewhereLines(shown), ...untoldLines(change, base)],
    lines: [say(UNSEEN)],
    first: [],
    total,
    readAt: shown.readAt,
  };
}

function pastWords(moved: number, total: number): string {
  const [some, all] = [numberWords(moved), countDevices(total)];
  return moved === 1
    ? t`${some} of ${all} was to move to another group (reckoned).`
    : t`${some} of ${all} were to move to another group (reckoned).`;
}

/** Where they go as far as the rule of a group says that the same request makes. */
function madeWords({ made }: ShownTags, total: number, tense: Tense): string {
  if (!made) return say(RULES_UNKNOWN[tense]);
  const [some, all, group] = [numberWords(made.devices), countDevices(total), shownName(made.name)];
  return tense === 'asked'
    ? t`${some} of ${all} would move to ${group}, unless a group whose rules are not known ranks above it (reckoned from the rule of this request alone).`
    : t`${some} of ${all} were to move to ${group}, unless a group whose rules are not known ranks above it (reckoned from the rule of this request alone).`;
}

/** Rules that do not explain where a device is reported do not tell where a tag would lead it. */
function elsewhereLines({ elsewhere = 0 }: ShownTags): readonly string[] {
  if (elsewhere === 0) return [];
  return [
    t`Of ${countDevices(elsewhere)} Defender reports another group than the rules as Airlock reads them: where the tag leads them is not known.`,
  ];
}

/** Of which devices nobody knows whether they have the tag. */
function untoldLines({ tag }: DeviceTagsChange, base: Base): readonly string[] {
  const { size } = knownTags(base).untold;
  if (size === 0) return [];
  return [t`Of ${countDevices(size)} Defender did not tell all tags: whether ${quoted(tag)} is there is not known.`];
}

function flowsOf({ was, to, names, effects }: ShownTags): readonly Flow[] {
  const counts = new Map<string, { from: string; to: string; devices: number }>();
  const nameOf = (id: ShownTags['was'][number] | undefined) =>
    id === 'unknown' || id === undefined ? t`no listed group` : nameOrNone(names[`${id}`]);
  for (const [at, from] of was.entries()) {
    const target = to?.[at];
    if (target === undefined || target === 'unknown' || target === from) continue;
    const key = `${from}>${target}`;
    const flow = counts.get(key) ?? { from: nameOf(from), to: nameOf(target), devices: 0 };
    counts.set(key, { ...flow, devices: flow.devices + 1 });
  }
  const [effect, ...others] = Object.keys(effects);
  const same =
    others.length === 0 && (effect === 'raised' || effect === 'lowered' || effect === 'same') ? effect : null;
  return [...counts.values()]
    .toSorted((one, other) => other.devices - one.devices)
    .map((flow) => ({ group: null, ...flow, effect: same ?? 'unclear' }));
}

function nameOrNone(name: string | undefined): string {
  return name === undefined ? t`no group` : shownName(name);
}

/** What a change of tags puts at risk. */
export function tagRisk(change: DeviceTagsChange, base: Base, tense: Tense): Risk {
  const { effects } = shownIn(base);
  const lowered = effects.lowered ?? 0;
  const text =
    tense === 'asked'
      ? t`${countDevices(lowered)} would be protected less in the group that the tag leads to.`
      : lowered === 1
        ? t`1 device was to be protected less in the group that the tag leads to.`
        : t`${countDevices(lowered)} were to be protected less in the group that the tag leads to.`;
  const isOdd = /[(),]/.test(change.tag);
  return {
    lowersProtection: lowered > 0,
    dangers: lowered > 0 ? [{ kind: 'less-protection', text }] : [],
    notes: isOdd && change.action === 'add' ? [say(ODD_TAG)] : [],
    asides: [say(UNSEEN)],
  };
}
