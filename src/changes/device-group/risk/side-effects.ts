import { msg, say, t } from '../../../shared/language/worded.ts';
import { GROUP_PARTS, type GroupPart } from '../../device-group.ts';
import { type GroupChange, movesNone, setBy, subjectOf, type UpdateGroup } from '../model/group-change.ts';
import type { ShownBase, ShownDevices } from '../preview/shown-base.ts';
import { howToTellPart } from '../words/level-command.ts';
import { countDevices, named } from '../words/names.ts';
import type { TouchedLevel } from './banners.ts';

/**
 * Other consequences, each only where it applies (docs/facts/defender.md#remediation-levels,
 * docs/facts/defender.md#device-groups, docs/facts/defender.md#attack-disruption,
 * docs/facts/approvals.md#what-a-preview-must-show).
 */
export function sideEffects(
  change: GroupChange,
  shown: ShownBase,
  touched: TouchedLevel | null,
): { readonly notes: readonly string[]; readonly asides: readonly string[] } {
  const { effects, plan1, maybeBusiness, unread } = shown;
  return {
    notes: [
      ...(maybeBusiness ? [say(MAYBE_BUSINESS)] : []),
      ...(isToNone(setBy(change), effects, touched) ? [say(NO_RESPONSE)] : []),
      ...(effects === null || (unread !== undefined && movesNone(change)) ? [] : ofDevices(effects)),
    ],
    asides: [
      ...(setBy(change).access?.length === 0 ? [say(EVERYBODY)] : []),
      ...(isLevelChanged(setBy(change), effects, touched) ? [say(DISRUPTION)] : []),
      ...(effects?.oracle?.byDomain === true || unread?.byDomain === true ? [say(DOMAIN)] : []),
      ...(isSlow(change, effects) ? [say(SLOW)] : []),
      ...(plan1 ? [say(PLAN1)] : []),
      ...howToTell(change, shown),
    ],
  };
}

const MAYBE_BUSINESS = msg`It is not known which Defender this tenant has, and no device group was found in it. If it is Defender for Business, it has no page for device groups, so nobody can apply this: full remediation is preset there.`;

const EVERYBODY = msg`No Entra group is named, so everybody with portal access sees the devices of this group.`;

const NO_RESPONSE = msg`Without automated response nothing is investigated there, and live response to those devices fails, in the portal and by API.`;

const DISRUPTION = msg`The remediation level also governs automatic attack disruption, which changes with it.`;

const SLOW = msg`It takes several minutes, in some tenants hours, until devices follow a change of their group.`;

const PLAN1 = msg`On Plan 1 a device group decides who sees its devices; its remediation level may have little to act on, since Microsoft documents automated remediation for Plan 2.`;

/** How to make known what is to be changed and was never known; of the first such part, since the others are alike. */
function howToTell(change: GroupChange, { sources = {} }: ShownBase): string[] {
  if (change.kind === 'device-group.create') return [];
  const set = setBy(change);
  const isSet = (part: GroupPart) => (part === 'rank' ? change.kind === 'device-group.rank' : set[part] !== undefined);
  const part = GROUP_PARTS.find((one) => isSet(one) && sources[one]?.kind === 'not-known');
  const group = change.kind === 'ungrouped-devices' ? null : change.group.name;
  return part === undefined || part === 'name' ? [] : [howToTellPart(group, part)];
}

function isToNone({ level }: UpdateGroup['set'], effects: ShownDevices | null, touched: TouchedLevel | null): boolean {
  return (level === 'none' && touched?.from !== 'none') || effects?.weakest === 'none';
}

function isLevelChanged(
  { level }: UpdateGroup['set'],
  effects: ShownDevices | null,
  touched: TouchedLevel | null,
): boolean {
  const changed = (effects?.lowered ?? 0) + (effects?.raised ?? 0) + (effects?.unclear ?? 0) > 0;
  return changed || (level !== undefined && touched !== null && touched.from !== touched.to);
}

const DOMAIN = msg`The list of devices names no domain: Airlock takes it from the DNS name (reckoned).`;

function ofDevices({ opaque, unruled, heldByOpaque }: ShownDevices): string[] {
  const held =
    heldByOpaque > 0 ? ` ${t`Defender reports ${countDevices(heldByOpaque)} there, and so they count.`}` : '';
  return [
    ...(unruled ? [`${t`The preview is not exact: the rules of ${named(unruled)} are not known.`}${held}`] : []),
    ...(opaque.list.length > 0
      ? [`${t`The preview is not exact: Airlock cannot evaluate the rule of ${named(opaque)}.`}${unruled ? '' : held}`]
      : []),
  ];
}

function isSlow(change: GroupChange, effects: ShownDevices | null): boolean {
  if (subjectOf(change) === 'new') return true;
  if (movesNone(change) && setBy(change).level === undefined) return false;
  return effects === null || effects.moved + effects.releveled > 0;
}
