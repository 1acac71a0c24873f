import { AirlockError } from '../../../shared/errors.ts';
import { numberWords } from '../../../shared/language/number-words.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { Base } from '../../base.ts';
import type { Assessment, ChangeKind, ItemCounts } from '../../change-kind.ts';
import type { TenantSnapshot } from '../../tenant-snapshot.ts';
import { sinceRows } from '../devices-by-id.ts';
import { areSameNamed, namesakesBeside } from '../namesakes.ts';
import { withDevices } from './find-devices.ts';
import {
  type DeviceTagsChange,
  devicesById,
  hasTag,
  isSameTag,
  knownTags,
  tagChangeSchema,
  tagItems,
} from './tag-change.ts';
import { affectedByTags, tagBase } from './tag-moves.ts';
import { driftedOf, namesOf, tagEffects, tagRisk, whatOf } from './tag-words.ts';

export const deviceTagsChange: ChangeKind<DeviceTagsChange> = {
  owner: 'api',
  scopes: ['devices', 'tags'],
  previewScopes: ['groups'],

  parse(input) {
    const parsed = tagChangeSchema.safeParse(input);
    if (!parsed.success) throw new AirlockError('input-invalid', 'This is not a change of device tags.');
    return parsed.data;
  },

  title: (change) =>
    change.action === 'add'
      ? t`Tag ${whatOf(change)} with "${change.tag}"`
      : t`Take the tag "${change.tag}" from ${whatOf(change)}`,

  objects: ({ tag }) => [`tag:${tag.toLowerCase()}`],

  resolve: withDevices,

  assess(change, now): Assessment {
    if (!deviceTagsChange.reached(change, now)) return { verdict: 'open' };
    return { verdict: 'already', why: alreadySo({ ...change, tag: asItStands(change, now) }) };
  },

  base: tagBase,

  isAsKnown: (base, now) => isAsKnown(base, now) && areSameNamed(base, now),

  beside: namesakesBeside,

  reached: (change, now) => change.devices.every(({ id }) => hasTag(change, now, id) === (change.action === 'add')),

  knownBy: () => [],

  diff: (change, base) => [
    {
      label: change.action === 'add' ? t`Get the tag "${change.tag}"` : t`Lose the tag "${change.tag}"`,
      from: '-',
      to: namesOf(change, base),
    },
    ...sinceRows(change),
  ],

  drifted: driftedOf,

  risk: (change, base, tense = 'asked') => tagRisk(change, base, tense),

  effects: tagEffects,

  inverse(change, base, _now, written) {
    const done = new Set(written ?? tagItems(change, base).map(({ key }) => key));
    const { untold } = knownTags(base);
    const devices = change.devices.filter(({ id }) => done.has(id) && !untold.has(id));
    if (devices.length === 0)
      return { why: untold.size > 0 ? say(UNTOLD_BEFORE) : t`No device got it by that request.` };
    const action = change.action === 'add' ? 'remove' : 'add';
    return { change: { ...change, action, wanted: { names: devices.map(({ name }) => name) }, devices } };
  },

  affected: affectedByTags,

  items: tagItems,

  progress({ action }, { done, total }: ItemCounts) {
    const [part, all] = [numberWords(done), numberWords(total)];
    return action === 'add' ? t`${part} of ${all} tagged` : t`${part} of ${all} untagged`;
  },
};

/** The tag in the case that its devices have it in, where that is one: Defender takes tags of two cases for one. */
function asItStands({ action, devices, tag }: DeviceTagsChange, now: TenantSnapshot): string {
  if (action === 'remove') return tag;
  const known = devicesById(now);
  const same = devices.flatMap(({ id }) => known.get(id)?.tags.filter((one) => isSameTag(one, tag)) ?? []);
  const [first, ...others] = new Set(same);
  return first === undefined || others.length > 0 ? tag : first;
}

function alreadySo({ action, devices, tag }: DeviceTagsChange): string {
  if (devices.length === 1)
    return action === 'add'
      ? t`The device has the tag "${tag}" already. There is nothing to approve.`
      : t`The device lacks the tag "${tag}" already. There is nothing to approve.`;
  return action === 'add'
    ? t`Each of these devices has the tag "${tag}" already. There is nothing to approve.`
    : t`Each of these devices lacks the tag "${tag}" already. There is nothing to approve.`;
}

const UNTOLD_BEFORE = msg`Whether these devices had the tag before is not known, so nothing is there to undo.`;

/** To know more is no drift, and neither is a reading that no longer tells. */
function isAsKnown(one: Pick<Base, 'objects'>, other: Pick<Base, 'objects'>): boolean {
  const [then, now] = [knownTags(one), knownTags(other)];
  return [...then.tagged, ...now.tagged].every(
    (id) => then.untold.has(id) || now.untold.has(id) || then.tagged.has(id) === now.tagged.has(id),
  );
}
