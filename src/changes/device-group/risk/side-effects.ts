import { type GroupChange, movesNone, setBy, subjectOf, type UpdateGroup } from '../model/group-change.ts';
import type { ShownBase, ShownDevices } from '../preview/shown-base.ts';
import { countDevices, named } from '../words/names.ts';
import type { TouchedLevel } from './banners.ts';

/**
 * Other consequences, each only where it applies (docs/facts/defender.md#remediation-levels,
 * docs/facts/defender.md#device-groups, docs/facts/defender.md#attack-disruption,
 * docs/facts/approvals.md#what-a-preview-must-show).
 */
export function sideEffects(change: GroupChange, shown: ShownBase, touched: TouchedLevel | null): readonly string[] {
  const { effects, plan1, maybeBusiness, unread } = shown;
  return [
    ...(maybeBusiness ? [MAYBE_BUSINESS] : []),
    ...ofAccess(setBy(change)),
    ...ofLevels(setBy(change), effects, touched),
    ...(effects === null || (unread !== undefined && movesNone(change)) ? [] : ofDevices(effects)),
    ...(effects?.oracle?.byDomain === true || unread?.byDomain === true ? [DOMAIN] : []),
    ...(isSlow(change, effects)
      ? ['It takes several minutes, in some tenants hours, until devices follow a change of their group.']
      : []),
    ...(plan1
      ? [
          'On Plan 1 a device group decides who sees its devices; its remediation level may have little to act on, since Microsoft documents automated remediation for Plan 2.',
        ]
      : []),
  ];
}

const MAYBE_BUSINESS =
  'It is not known which Defender this tenant has, and no device group was found in it. If it is Defender for Business, it has no page for device groups, so nobody can apply this: full remediation is preset there.';

function ofAccess({ access }: UpdateGroup['set']): string[] {
  return access?.length === 0
    ? ['No Entra group is named, so everybody with portal access sees the devices of this group.']
    : [];
}

function ofLevels({ level }: UpdateGroup['set'], effects: ShownDevices | null, touched: TouchedLevel | null): string[] {
  const toNone = (level === 'none' && touched?.from !== 'none') || effects?.weakest === 'none';
  const changed = (effects?.lowered ?? 0) + (effects?.raised ?? 0) + (effects?.unclear ?? 0) > 0;
  const isSet = level !== undefined && touched !== null && touched.from !== touched.to;
  return [
    ...(toNone
      ? [
          'Without automated response nothing is investigated there, and live response to those devices fails, in the portal and by API.',
        ]
      : []),
    ...(changed || isSet
      ? ['The remediation level also governs automatic attack disruption, which changes with it.']
      : []),
  ];
}

const DOMAIN = 'The list of devices names no domain: Airlock takes it from the DNS name (reckoned).';

function ofDevices({ opened, opaque, unruled, heldByOpaque }: ShownDevices): string[] {
  const held = heldByOpaque > 0 ? ` Defender reports ${countDevices(heldByOpaque)} there, and so they count.` : '';
  return [
    ...(opened > 0
      ? [
          `Everybody with portal access will see ${countDevices(opened)} that only named Entra groups see now (reckoned).`,
        ]
      : []),
    ...(unruled ? [`The preview is not exact: the rules of ${named(unruled)} are not known.${held}`] : []),
    ...(opaque.list.length > 0
      ? [`The preview is not exact: Airlock cannot evaluate the rule of ${named(opaque)}.${unruled ? '' : held}`]
      : []),
  ];
}

function isSlow(change: GroupChange, effects: ShownDevices | null): boolean {
  if (subjectOf(change) === 'new') return true;
  if (movesNone(change) && setBy(change).level === undefined) return false;
  return effects === null || effects.moved + effects.releveled > 0;
}
