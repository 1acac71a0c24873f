import type { Device, DeviceGroup } from '../../device-group.ts';

type Named = Pick<DeviceGroup, 'name' | 'description'>;

/** Defender's names of server systems; Linux runs on servers and on desks, so it counts by its group alone. */
const SERVER_SYSTEM = /server|^Windows20\d\d$/i;

const SERVER_GROUP = /\bservers?\b/iu;
const CONTROLLER_GROUP = /\bdomain controllers?\b|\bDCs?\b/iu;
const CONTROLLER_NAME = /(?:^|[-_])DC(?:$|[-_]|\d)/i;

/** What says that something is not to be, in English and German. */
const NOT =
  "\\b(?:no|not|never|don['’]?t|mustn['’]?t|cannot|can['’]t|without|nobody|no[- ]one|nothing|nicht|nie|niemals|niemand|nichts|kein\\w*|ohne)\\b";

/** What automation does, or is called. */
const ACTED = [
  'automat|remediat|quarantin|clean|interrupt|disrupt|disturb|touch|restart|reboot|isolat|terminat|kill',
  'stopped\\b|shut|intervene|self[- ]heal',
  'bereinig|unterbr|gestört|stören|anfass|angefasst|neu ?start|neugestartet|eingreif',
].join('|');

/**
 * "No automation", "do not remediate", "must not be interrupted", "nobody touches these", "never run AIR", "manual
 * only", "ask us first", and the same in German.
 */
const FORBIDS: readonly RegExp[] = [
  new RegExp(`${NOT}[^.;]{0,40}\\b(?:${ACTED})`, 'iu'),
  new RegExp(
    `\\b(?:${ACTED})\\w*[^.;]{0,25}\\b(?:not allowed|forbidden|prohibited|nicht erlaubt|verboten|untersagt)\\b`,
    'iu',
  ),
  /\bautomation (?:is |stays |must be )?(?:off|aus)\b/iu,
  /\bmanual(?:ly)?\b|\bmanuell\w*|\bhands[- ]off\b|\bFinger weg\b|\bleave (?:these |them |it )?alone\b/iu,
  /\bapproval (?:first|needed|only|required)\b/iu,
  /\b(?:only|nur) (?:with|after|nach|mit)\b[^.;]{0,30}\b(?:approval|consent|sign[- ]?off|Freigabe|Rücksprache)\b/iu,
  /\b(?:ask|call|consult)\b[^.;]{0,30}\b(?:first|before)\b/iu,
];

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
  if (group === undefined) return false;
  const text = group.description.replace(/\bAIR\b/gu, 'automation');
  return FORBIDS.some((words) => words.test(text));
}
