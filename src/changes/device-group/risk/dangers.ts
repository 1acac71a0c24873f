import type { Danger, Tense } from '../../change-kind.ts';
import { protectionEffect } from '../../remediation-level.ts';
import type { GroupChange } from '../model/group-change.ts';
import { setBy } from '../model/group-change.ts';
import { forbidsAutomation, isOfControllers, isOfServers } from '../model/sensitive.ts';
import type { GroupImage } from '../preview/group-base.ts';
import type { ShownBase, ShownDevices } from '../preview/shown-base.ts';
import { countDevices, listed, named, quoted, UNGROUPED } from '../words/names.ts';
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
      ? `From then on, everybody with portal access saw ${devices} that only named Entra groups saw before (reckoned).`
      : `Everybody with portal access will see ${devices} that only named Entra groups see now (reckoned).`;
    return [{ kind: 'opened-access', text }];
  }
  if (!isNamed || setBy(change).access?.length !== 0) return [];
  const text = isPast
    ? `From then on, everybody with portal access saw ${nameOf(image)}, which only named Entra groups saw before.`
    : `Everybody with portal access will see ${nameOf(image)}, which only named Entra groups see now.`;
  return [{ kind: 'opened-access', text }];
}

function emptiedOf({ emptied }: ShownDevices, tense: Tense): Danger[] {
  if (emptied.list.length === 0) return [];
  const groups = named(emptied);
  const text =
    tense === 'applied' ? `This left ${groups} empty (reckoned).` : `This leaves ${groups} empty (reckoned).`;
  return [{ kind: 'left-empty', text }];
}

/** A group that is left empty has its banner already. */
function shadowedOf({ shadowed, emptied }: ShownDevices, tense: Tense): Danger[] {
  const others = shadowed.list.filter(({ group }) => !emptied.list.includes(group));
  const [first] = others;
  if (first === undefined) return [];
  const more = others.length - 1 + shadowed.more;
  const [by, devices, group] = [named(first.by), countDevices(first.devices), quoted(first.group)];
  const rest = more === 0 ? '' : `, and ${more} more ${losing(more, tense)} devices so`;
  const text =
    tense === 'applied'
      ? `${by} took ${devices} that ${group} matches too (reckoned)${rest}.`
      : `${by} would take ${devices} that ${group} matches too (reckoned)${rest}.`;
  return [{ kind: 'shadowed', text }];
}

function losing(groups: number, tense: Tense): string {
  if (tense === 'applied') return groups === 1 ? 'group lost' : 'groups lost';
  return groups === 1 ? 'group loses' : 'groups lose';
}

/** More automation where people mostly want to be asked: on domain controllers, servers, or where a group says so. */
function automationOf(effects: ShownDevices | null, { image, touched }: Concerned, tense: Tense): Danger[] {
  const { controllers = 0, servers = 0, forbidding } = effects?.sensitive ?? {};
  const isForbidden = forbidding !== undefined && forbidding.list.length > 0;
  const roles = [
    ...(controllers > 0 ? [`${controllers} ${controllers === 1 ? 'domain controller' : 'domain controllers'}`] : []),
    ...(servers > 0 ? [`${servers} ${servers === 1 ? 'server' : 'servers'}`] : []),
  ];
  if (isForbidden || roles.length > 0)
    return [
      ...(isForbidden ? [ofForbidding('on devices of', named(forbidding), tense)] : []),
      ...(roles.length > 0 ? [raisedOn(listed(roles), tense)] : []),
    ];
  if (image === null || touched?.to == null || protectionEffect(touched.from, touched.to) !== 'raised') return [];
  if (forbidsAutomation(image)) return [ofForbidding('in', nameOf(image), tense)];
  if (!isOfControllers(image) && !isOfServers(image)) return [];
  const text =
    tense === 'applied'
      ? `This brought more automation to ${nameOf(image)}: less waited for approval there.`
      : `More automation in ${nameOf(image)}: less waits for approval there.`;
  return [{ kind: 'more-automation', text }];
}

/** The ungrouped devices have no name of their own. */
function nameOf({ name }: NonNullable<Concerned['image']>): string {
  return quoted(name === '' ? UNGROUPED : name);
}

function raisedOn(what: string, tense: Tense): Danger {
  const text =
    tense === 'applied'
      ? `This brought more automation to ${what} (reckoned): less waited for approval there.`
      : `More automation on ${what} (reckoned): less waits for approval there.`;
  return { kind: 'more-automation', text };
}

function ofForbidding(where: 'in' | 'on devices of', groups: string, tense: Tense): Danger {
  const text =
    tense === 'applied'
      ? `This brought more automation ${where} ${groups}, whose description seems to forbid that.`
      : `More automation ${where} ${groups}, whose description seems to forbid that.`;
  return { kind: 'more-automation', text };
}
