import type { Danger } from '../../change-kind.ts';
import { protectionEffect } from '../../remediation-level.ts';
import type { GroupChange } from '../model/group-change.ts';
import { setBy } from '../model/group-change.ts';
import { forbidsAutomation, isOfControllers, isOfServers } from '../model/sensitive.ts';
import type { GroupImage } from '../preview/group-base.ts';
import type { ShownBase, ShownDevices } from '../preview/shown-base.ts';
import { countDevices, named, quoted, UNGROUPED } from '../words/names.ts';
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
): readonly Danger[] {
  const isReckoned = effects !== null && unread === undefined;
  return [
    ...(banner === null ? [] : [{ kind: 'less-protection', text: banner } as const]),
    ...openedOf(change, isReckoned ? effects : null, concerned),
    ...(isReckoned ? emptiedOf(effects) : []),
    ...(isReckoned ? shadowedOf(effects) : []),
    ...automationOf(isReckoned ? effects : null, concerned),
  ];
}

function openedOf(change: GroupChange, effects: ShownDevices | null, { image }: Concerned): Danger[] {
  const isNamed = image !== null && image.access.length > 0;
  if (effects !== null && effects.opened > 0) {
    const devices = countDevices(effects.opened);
    const text = `Everybody with portal access will see ${devices} that only named Entra groups see now (reckoned).`;
    return [{ kind: 'opened-access', text }];
  }
  if (!isNamed || setBy(change).access?.length !== 0) return [];
  const text = `Everybody with portal access will see ${nameOf(image)}, which only named Entra groups see now.`;
  return [{ kind: 'opened-access', text }];
}

function emptiedOf({ emptied }: ShownDevices): Danger[] {
  if (emptied.list.length === 0) return [];
  return [{ kind: 'left-empty', text: `This leaves ${named(emptied)} empty (reckoned).` }];
}

/** A group that is left empty has its banner already. */
function shadowedOf({ shadowed, emptied }: ShownDevices): Danger[] {
  const others = shadowed.list.filter(({ group }) => !emptied.list.includes(group));
  const [first] = others;
  if (first === undefined) return [];
  const more = others.length - 1 + shadowed.more;
  const rest = more === 0 ? '' : `, and ${more} more ${more === 1 ? 'group loses' : 'groups lose'} devices so`;
  const text = `${named(first.by)} would take ${countDevices(first.devices)} that ${quoted(first.group)} matches too (reckoned)${rest}.`;
  return [{ kind: 'shadowed', text }];
}

/** More automation where people mostly want to be asked: on domain controllers, servers, or where a group says so. */
function automationOf(effects: ShownDevices | null, { image, touched }: Concerned): Danger[] {
  const { controllers = 0, servers = 0, forbidding } = effects?.sensitive ?? {};
  if (forbidding !== undefined && forbidding.list.length > 0) return [ofForbidding(named(forbidding))];
  if (controllers > 0)
    return [raisedOn(`${controllers} ${controllers === 1 ? 'domain controller' : 'domain controllers'}`)];
  if (servers > 0) return [raisedOn(`${servers} ${servers === 1 ? 'server' : 'servers'}`)];
  if (image === null || touched?.to == null || protectionEffect(touched.from, touched.to) !== 'raised') return [];
  if (forbidsAutomation(image)) return [ofForbidding(nameOf(image))];
  if (!isOfControllers(image) && !isOfServers(image)) return [];
  return [{ kind: 'more-automation', text: `More automation in ${nameOf(image)}: less waits for approval there.` }];
}

/** The ungrouped devices have no name of their own. */
function nameOf({ name }: NonNullable<Concerned['image']>): string {
  return quoted(name === '' ? UNGROUPED : name);
}

function raisedOn(what: string): Danger {
  return { kind: 'more-automation', text: `More automation on ${what} (reckoned): less waits for approval there.` };
}

function ofForbidding(groups: string): Danger {
  return { kind: 'more-automation', text: `More automation in ${groups}, whose description seems to forbid that.` };
}
