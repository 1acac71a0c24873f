import { t } from '../../../shared/language/worded.ts';
import type { Danger, Tense } from '../../change-kind.ts';
import { protectionEffect } from '../../remediation-level.ts';
import type { GroupChange } from '../model/group-change.ts';
import { setBy } from '../model/group-change.ts';
import { forbidsAutomation, isOfControllers, isOfServers } from '../model/sensitive.ts';
import type { GroupImage } from '../preview/group-base.ts';
import type { ShownBase, ShownDevices } from '../preview/shown-base.ts';
import { countDevices, listed, named, quoted, shownName, UNGROUPED } from '../words/names.ts';
import type { TouchedLevel } from './banners.ts';

/** The group that a change is about as it was found, and the level that the change sets; null where there is none. */
export interface Concerned {
  readonly image: Pick<GroupImage, 'name' | 'description' | 'access' | 'unread'> | null;
  readonly touched: TouchedLevel | null;
}

/**
 * What a change of device groups puts at risk, the worst first.
 * @param banner that protection is lowered, or may be; null where it is not
 */
export function dangersOf(
  change: GroupChange,
  { effects, unread }: ShownBase,
  concerned: Concerned,
  banner: string | null,
  tense: Tense,
): readonly Danger[] {
  const isReckoned = effects !== null && unread === undefined;
  return [
    ...(banner === null ? [] : [{ kind: 'less-protection', text: banner } as const]),
    ...openedOf(change, isReckoned ? effects : null, concerned, tense),
    ...(isReckoned ? emptiedOf(effects, tense) : []),
    ...(isReckoned ? shadowedOf(effects, tense) : []),
    ...automationOf(isReckoned ? effects : null, concerned, tense),
  ];
}

function openedOf(change: GroupChange, effects: ShownDevices | null, { image }: Concerned, tense: Tense): Danger[] {
  const isPast = tense === 'applied';
  const isNamed = image !== null && image.access.length > 0;
  if (effects !== null && effects.opened > 0) {
    const devices = countDevices(effects.opened);
    const text = isPast
      ? t`Everybody with portal access was to see ${devices} that only named Entra groups saw before (reckoned).`
      : t`Everybody with portal access will see ${devices} that only named Entra groups see now (reckoned).`;
    return [{ kind: 'opened-access', text }];
  }
  if (!isNamed || setBy(change).access?.length !== 0) return [];
  const text = isPast
    ? t`Everybody with portal access was to see ${nameOf(image)}, which only named Entra groups saw before.`
    : t`Everybody with portal access will see ${nameOf(image)}, which only named Entra groups see now.`;
  return [{ kind: 'opened-access', text }];
}

function emptiedOf({ emptied }: ShownDevices, tense: Tense): Danger[] {
  if (emptied.list.length === 0) return [];
  const groups = named(emptied);
  const text =
    tense === 'applied' ? t`This was to leave ${groups} empty (reckoned).` : t`This leaves ${groups} empty (reckoned).`;
  return [{ kind: 'left-empty', text }];
}

/** A group that is left empty has its banner already. */
function shadowedOf({ shadowed, emptied }: ShownDevices, tense: Tense): Danger[] {
  const others = shadowed.list.filter(({ group }) => !emptied.list.includes(group));
  const [first] = others;
  if (first === undefined) return [];
  const more = others.length - 1 + shadowed.more;
  const [by, devices, group] = [named(first.by), countDevices(first.devices), quoted(shownName(first.group))];
  const rest = more === 0 ? '' : losing(more, tense);
  const text =
    tense === 'applied'
      ? t`${by} was to take ${devices} that ${group} matches too (reckoned)${rest}.`
      : t`${by} would take ${devices} that ${group} matches too (reckoned)${rest}.`;
  return [{ kind: 'shadowed', text }];
}

function losing(groups: number, tense: Tense): string {
  if (tense === 'applied')
    return groups === 1
      ? t`, and 1 more group was to lose devices so`
      : t`, and ${groups} more groups were to lose devices so`;
  return groups === 1 ? t`, and 1 more group loses devices so` : t`, and ${groups} more groups lose devices so`;
}

/** More automation where people mostly want to be asked: on domain controllers, servers, or where a group says so. */
function automationOf(effects: ShownDevices | null, { image, touched }: Concerned, tense: Tense): Danger[] {
  const { controllers = 0, servers = 0, forbidding } = effects?.sensitive ?? {};
  const isForbidden = forbidding !== undefined && forbidding.list.length > 0;
  const roles = [
    ...(controllers > 0 ? [controllers === 1 ? t`1 domain controller` : t`${controllers} domain controllers`] : []),
    ...(servers > 0 ? [servers === 1 ? t`1 server` : t`${servers} servers`] : []),
  ];
  if (isForbidden || roles.length > 0)
    return [
      ...(isForbidden ? [ofForbidding('devices', named(forbidding), tense)] : []),
      ...(roles.length > 0 ? [raisedOn(listed(roles), tense)] : []),
    ];
  if (image === null || touched?.to == null || protectionEffect(touched.from, touched.to) !== 'raised') return [];
  if (forbidsAutomation(image)) return [ofForbidding('group', nameOf(image), tense)];
  if (!isOfControllers(image) && !isOfServers(image)) return [];
  const text =
    tense === 'applied'
      ? t`This set more automation for ${nameOf(image)}: less is to wait for approval there.`
      : t`More automation in ${nameOf(image)}: less waits for approval there.`;
  return [{ kind: 'more-automation', text }];
}

/** The ungrouped devices have no name of their own. */
function nameOf({ name }: NonNullable<Concerned['image']>): string {
  return quoted(shownName(name === '' ? UNGROUPED : name));
}

function raisedOn(what: string, tense: Tense): Danger {
  const text =
    tense === 'applied'
      ? t`This was to bring more automation to ${what} (reckoned): less is to wait for approval there.`
      : t`More automation on ${what} (reckoned): less waits for approval there.`;
  return { kind: 'more-automation', text };
}

/** @param on the devices that come into these groups, or go from them; or a group whose level rises */
function ofForbidding(on: 'devices' | 'group', groups: string, tense: Tense): Danger {
  const past =
    on === 'group'
      ? t`This set more automation for ${groups}, whose description seems to forbid that.`
      : t`This was to bring more automation on devices of ${groups}, whose description seems to forbid that.`;
  const future =
    on === 'group'
      ? t`More automation in ${groups}, whose description seems to forbid that.`
      : t`More automation on devices of ${groups}, whose description seems to forbid that.`;
  return { kind: 'more-automation', text: tense === 'applied' ? past : future };
}
