import { sourceWords } from '../../../changes/knowledge/source-words.ts';
import { LEVEL_WORDS, REMEDIATION_LEVELS } from '../../../changes/remediation-level.ts';
import { say, t } from '../../../shared/language/worded.ts';
import type { StatusData } from '../../messages/answers.ts';
import { UNGROUPED_LINE } from '../../notifying/tenant-status.ts';
import type { CenterData, CenterLine, LevelCount } from '../../ports/defender-activity.ts';
import type { Told } from './digest-settings.ts';

/** How many groups a digest shows. */
const GROUPS = 6;

type Group = NonNullable<StatusData['groups']>[number];

/** What a digest says, in English, to compare the next one with. A line for hidden groups is none. */
export function toldOf(status: StatusData): Told {
  return {
    at: status.readAt,
    features: Object.fromEntries(status.features.map(({ title, state }) => [title, state])),
    groups: groupsIn(status).map(({ name, level, devices }) => ({ name, level, devices: devices ?? null })),
  };
}

function groupsIn({ groups }: StatusData): readonly Group[] {
  return (groups ?? []).filter(({ rank }) => rank !== '');
}

/** Each switch with its state, how that is known, and what it was last time. */
export function switchLine({ features }: StatusData, before: Told | null): CenterLine {
  const facts = features.map(({ title, state, source }) => {
    const was = before?.features[title];
    const now = `${say(title)}: ${say(state)}${known(source)}`;
    return was === undefined || was === state ? now : t`${now} (was: ${say(was)})`;
  });
  return { title: t`Switches`, facts };
}

function known(source: Group['source']): string {
  return source === undefined || source.kind === 'not-known' ? '' : `, ${sourceWords(source)}`;
}

/** Device groups with levels and devices; what changed since the last digest first. */
export function groupLines(status: StatusData, before: Told | null): readonly CenterLine[] {
  const groups = groupsIn(status);
  if (groups.length === 0) return [];
  const changes = before === null ? [] : changesOf(groups, before);
  const facts = groups.slice(0, GROUPS).map(groupWords);
  const more = groups.length - GROUPS;
  return [
    ...(changes.length > 0 ? [{ title: t`Changed since the last digest`, facts: changes.slice(0, GROUPS) }] : []),
    { title: t`Device groups`, facts: more > 0 ? [...facts, t`and ${more} more: write "status"`] : facts },
  ];
}

function groupWords({ name, level, devices, source }: Group): string {
  const words = `${named(name)}: ${say(level)}${known(source)}`;
  return devices === undefined ? words : t`${words}, ${devices} devices`;
}

function changesOf(groups: readonly Group[], { groups: before }: Told): readonly string[] {
  const old = new Map(before.map((one) => [one.name, one]));
  const now = new Set(groups.map(({ name }) => name));
  const changed = groups.flatMap(({ name, level, devices }) => {
    const was = old.get(name);
    if (!was) return [t`${named(name)}: not listed before`];
    const words = [
      ...(was.level === level ? [] : [t`${say(was.level)} before, now ${say(level)}`]),
      ...(was.devices === null || devices === undefined || was.devices === devices
        ? []
        : [t`${signed(devices - was.devices)} devices`]),
    ];
    return words.length === 0 ? [] : [`${named(name)}: ${words.join(', ')}`];
  });
  return [
    ...changed,
    ...before.filter(({ name }) => !now.has(name)).map(({ name }) => t`${named(name)}: listed no more`),
  ];
}

function signed(count: number): string {
  return count > 0 ? `+${count}` : String(count);
}

/** What people called a group stays as it is. */
function named(name: string): string {
  return name === UNGROUPED_LINE ? say(name) : name;
}

/** Devices by level, now and last time; nothing where a level or a number of devices is not known. */
export function levelSides(status: StatusData, before: Told | null): Pick<CenterData, 'levels'> {
  const now = countsOf(toldOf(status).groups);
  if (now === null) return {};
  const last = before === null ? null : countsOf(before.groups);
  return { levels: [...(last === null ? [] : [{ when: t`Last time`, counts: last }]), { when: t`Now`, counts: now }] };
}

function countsOf(groups: Told['groups']): readonly LevelCount[] | null {
  const counts = REMEDIATION_LEVELS.map((level) => {
    const some = groups.filter((group) => group.level === LEVEL_WORDS[level]);
    return { level, devices: some.reduce((sum, { devices }) => sum + (devices ?? 0), 0), groups: some.length };
  });
  const counted = counts.reduce((sum, { groups: of }) => sum + of, 0);
  if (groups.length === 0 || counted < groups.length || groups.some(({ devices }) => devices === null)) return null;
  return counts.map(({ level, devices }) => ({ level, devices }));
}
