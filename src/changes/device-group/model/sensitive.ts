import type { Device, DeviceGroup } from '../../device-group.ts';

type Named = Pick<DeviceGroup, 'name' | 'description'>;

/** Defender's names of server systems; Linux runs on servers and on desks, so it counts by its group alone. */
const SERVER_SYSTEM = /server|^Windows20\d\d$/i;

const SERVER_GROUP = /\bservers?\b/iu;
const CONTROLLER_GROUP = /\bdomain controllers?\b|\bDCs?\b/iu;
const CONTROLLER_NAME = /(?:^|[-_])DC(?:$|[-_]|\d)/i;

/** "No automation", "do not remediate", "manual only", and the same in German. */
const FORBIDS =
  /\b(?:no|not|never|don['’]t|without|nicht|nie|kein\w*|ohne)\b[^.;]{0,40}\b(?:automat|remediat|quarantin|bereinig)\w*|\bmanual(?:ly)?\b|\bapproval (?:first|needed|only|required)\b|\bmanuell\b/iu;

/** What a device is to whoever runs it, as far as its name, its system and the name of its group tell. */
export function roleOf(
  { name, os }: Pick<Device, 'name' | 'os'>,
  group: Named | undefined,
): 'controller' | 'server' | null {
  if (CONTROLLER_NAME.test(name) || isOfControllers(group)) return 'controller';
  return SERVER_SYSTEM.test(os) || isOfServers(group) ? 'server' : null;
}

/** Whether a group is of domain controllers, by its name. */
export function isOfControllers(group: Named | undefined): boolean {
  return group !== undefined && CONTROLLER_GROUP.test(group.name);
}

/** Whether a group is of servers, by its name. */
export function isOfServers(group: Named | undefined): boolean {
  return group !== undefined && SERVER_GROUP.test(group.name);
}

/** Whether the description of a group asks that nothing is remediated there without a person. */
export function forbidsAutomation(group: Named | undefined): boolean {
  return group !== undefined && FORBIDS.test(group.description);
}
