import { findGroup, type NotFound } from '../../changes/device-group/input/find-names.ts';
import { groupsIn, isUnread } from '../../changes/device-group/model/groups-in.ts';
import { countRead, lackLines, NO_DEVICE } from '../../changes/device-group/preview/lack-words.ts';
import { fieldWords } from '../../changes/device-group/words/field-words.ts';
import { howToTellPart } from '../../changes/device-group/words/level-command.ts';
import { groupName, typedName, UNGROUPED } from '../../changes/device-group/words/names.ts';
import type { DeviceGroup, GroupPart } from '../../changes/device-group.ts';
import { groupKey, type Source } from '../../changes/knowledge/knowledge.ts';
import { sourceOf } from '../../changes/knowledge/source-words.ts';
import { levelWords } from '../../changes/remediation-level.ts';
import type { Scope, TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { inEnglish, say, t } from '../../shared/language/worded.ts';
import { amongAll } from '../messages/among-others.ts';
import { type Answer, type GroupData, requestLine } from '../messages/answers.ts';
import { whatWords } from '../messages/outside-words.ts';
import type { Services } from '../ports/services.ts';
import { type OutsideItem, outsideKey, outsideSchema } from '../record/outside.ts';
import { groupTerm, stateTerm } from '../record/search-terms.ts';
import { type Place, sharedPlace } from '../rules/shared-places.ts';
import { noAnswer, sentences } from './question.ts';

/** How many requests and changes outside are shown. */
const SHOWN = 3;

/**
 * What a device group is: level, rules, access and devices, each with how it is known, and who changed it last.
 * @param name null for the ungrouped devices
 * @throws AirlockError the tenant's errors, where the groups cannot be read
 */
export async function aboutGroup(services: Services, name: string | null, place: Place): Promise<Answer> {
  const { now, why } = await readWithDevices(services);
  const read = groupsIn(now);
  if ('why' in read) return { view: 'notice', data: noAnswer(read.why) };
  const rest = read.groups.find(({ ungrouped }) => ungrouped);
  const none: NotFound = { why: t`Defender did not list the ungrouped devices.` };
  const found = name === null ? (rest ? { found: rest } : none) : findGroup({ name }, read.groups, now);
  if ('why' in found) return { view: 'notice', data: noAnswer(found.why, [...nearGroups(found), 'status']) };
  const group = found.found;
  const changes = await changesOf(services, group, place);
  const edit = group.ungrouped ? 'ungrouped devices' : editCommand(group.name);
  return {
    view: 'group',
    data: {
      name: groupName(group),
      level: isUnread(group) ? t`level not known` : levelWords(group.level),
      ...(group.level === 'none' && { isUnprotected: true as const }),
      readAt: now.readAt,
      rows: [...rowsOf(group, now), membersRow(group, now, why)],
      ...changes,
      suggestions: [
        ...(edit === null ? [] : [edit]),
        ...(changes.outside.length > 0 ? ['outside changes'] : []),
        `history of group "${inEnglish(() => groupName(group))}"`,
        'status',
      ],
    },
  };
}

/** The same question about each group that may be meant. */
function nearGroups({ near = [] }: NotFound): readonly string[] {
  return near.flatMap((name) => {
    const typed = typedName(name);
    return typed === null ? [] : [`show group ${typed}`];
  });
}

/** Devices that cannot be read hide no group. */
async function readWithDevices({ tenant }: Services): Promise<{ now: TenantSnapshot; why: string | null }> {
  const both: readonly Scope[] = ['groups', 'devices'];
  try {
    return { now: await tenant.read(both, 'recent'), why: null };
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return { now: await tenant.read(['groups'], 'recent'), why: error.message };
  }
}

function editCommand(name: string): string | null {
  const typed = typedName(name);
  return typed && `edit device group ${typed}`;
}

type Row = GroupData['rows'][number];

function rowsOf(group: DeviceGroup, now: TenantSnapshot): readonly Row[] {
  const row = (
    label: string,
    part: GroupPart,
    text: string | null,
    source: Source = sourceIn(group, now, part),
  ): readonly Row[] => (text === null ? [] : [{ label, text: told(group, part, text, source), source }]);
  return [
    ...row(t`Level`, 'level', levelWords(group.level)),
    ...(group.ungrouped
      ? row(t`Rules`, 'conditions', t`Every device that no other group takes`)
      : [...rankRow(group, row), ...row(t`Rules`, 'conditions', fieldWords(group, 'conditions'))]),
    ...row(t`Access`, 'access', fieldWords(group, 'access')),
    ...(!group.ungrouped && isUnread(group, 'description')
      ? row(t`Description`, 'description', fieldWords(group, 'description'))
      : []),
  ];
}

/** What was never known says how to make it known; that it is not known stands beside it. */
function told({ ungrouped, name }: DeviceGroup, part: GroupPart, text: string, { kind }: Source): string {
  return kind === 'not-known' ? howToTellPart(ungrouped ? null : name, part) || text : text;
}

/** Where the order of some groups is all that is known, the rank of none is. */
function rankRow(
  group: DeviceGroup,
  row: (label: string, part: GroupPart, text: string, source?: Source) => readonly Row[],
): readonly Row[] {
  if (group.rank !== null && !isUnread(group, 'rank')) return row(t`Rank`, 'rank', String(group.rank));
  return row(t`Rank`, 'rank', levelWords('unread'), { kind: 'not-known' });
}

/** How a part is known: otherwise than by a reading, read now, or not at all. */
function sourceIn(group: DeviceGroup, { sources, readAt }: TenantSnapshot, part: GroupPart): Source {
  const key = groupKey(group.ungrouped ? 'ungrouped' : group.id, part);
  const known = sourceOf(sources, key) ?? sourceOf(sources, groupKey(group.id, part));
  if (known) return known;
  return isUnread(group, part) ? { kind: 'not-known' } : { kind: 'read', at: readAt };
}

/** As Defender reports the group of each device. */
function membersRow(group: DeviceGroup, now: TenantSnapshot, why: string | null): Row {
  const { devices, devicesLack, devicesAt = now.readAt } = now;
  if (devices === undefined)
    return { label: t`Devices`, text: sentences(t`Not known.`, why), source: { kind: 'not-known' } };
  const label = t`Devices`;
  const source: Source = { kind: 'read', at: devicesAt };
  if (devices.length === 0) return { label, text: sentences(say(NO_DEVICE), ...lackLines(devicesLack)), source };
  const inside = devices.filter(({ groupId }) => groupId === (group.ungrouped ? null : group.id)).length;
  const unplaced = devices.filter(({ groupId }) => groupId === 'unknown').length;
  const others = unplaced === 0 ? null : t`Of ${unplaced} more Defender does not say in which listed group they are.`;
  return { label, text: sentences(`${countRead(inside, devicesLack)}.`, others, ...lackLines(devicesLack)), source };
}

type Changes = Pick<GroupData, 'applied' | 'outside' | 'hereOnly'>;

async function changesOf(services: Services, group: DeviceGroup, place: Place): Promise<Changes> {
  const { store, tenantId } = services;
  const here = sharedPlace(place);
  const terms = [groupTerm(inEnglish(() => groupName(group))), stateTerm('applied')];
  const query = { terms, from: null, to: null, skip: 0, limit: SHOWN, place: here };
  const applied = await store.found(tenantId, query, () => undefined);
  const outside = (await outsideItems(services)).filter((item) => isAbout(item, group));
  const latest = outside.sort((one, other) => (other.at ?? other.readAt) - (one.at ?? one.readAt));
  return {
    applied: (await amongAll(services, applied)).map((request) => requestLine(request, services.clock.now())),
    outside: latest.slice(0, SHOWN).map(({ number, ...item }) => {
      const { by, name, at, readAt, source } = item;
      const what = whatWords(item);
      const told = number !== null && isOpen(item) ? t`${what} (change ${number}, which nobody adopted)` : what;
      return { what: told, who: name ?? by, at, readAt, source };
    }),
    ...(here !== null && { hereOnly: true as const }),
  };
}

/** What was found outside Airlock; what cannot be read is left out, and the list of it says so. */
async function outsideItems({ store, tenantId }: Services): Promise<readonly NumberedOutside[]> {
  const facts = await store.facts(tenantId, outsideKey(''), () => undefined);
  return facts.flatMap(({ value }) => {
    const read = outsideSchema.safeParse(value);
    if (!read.success) return [];
    const { items, adopted, number } = read.data;
    return items.map((item) => ({ ...item, number: adopted ? null : number }));
  });
}

/** `number`: under which it is told, as long as nobody adopted it. */
type NumberedOutside = OutsideItem & { readonly number: number | null };

function isOpen({ reverted, undone }: Pick<OutsideItem, 'reverted' | 'undone'>): boolean {
  return reverted === undefined && undone === undefined;
}

/** By the change that would revert it, else by the name in its sentence. */
function isAbout({ what, revert }: OutsideItem, group: DeviceGroup): boolean {
  if (revert && 'group' in revert) return revert.group.id === group.id;
  if (revert?.kind === 'ungrouped-devices') return group.ungrouped;
  return group.ungrouped ? what.startsWith(UNGROUPED) : what.includes(`"${group.name}"`);
}
