import { unusualWays, type Ways } from '../../changes/device-group/membership/assumptions.ts';
import { comparedBy } from '../../changes/device-group/membership/compared-values.ts';
import { assign, rankedEntries } from '../../changes/device-group/membership/group-index.ts';
import { meetsRule } from '../../changes/device-group/membership/meets-rule.ts';
import { areUnread, groupsIn } from '../../changes/device-group/model/groups-in.ts';
import { readFleet } from '../../changes/device-group/moves/devices-that-move.ts';
import { wayLines } from '../../changes/device-group/preview/oracle-words.ts';
import { conditionWords } from '../../changes/device-group/words/field-words.ts';
import { groupName, listed, quoted } from '../../changes/device-group/words/names.ts';
import type { Device, DeviceGroup } from '../../changes/device-group.ts';
import { levelWords } from '../../changes/remediation-level.ts';
import type { TenantSnapshot } from '../../changes/tenant-snapshot.ts';
import { t } from '../../shared/language/worded.ts';
import { unclearOrders } from '../knowing/unclear-orders.ts';
import type { NoticeData } from '../messages/answers.ts';
import type { Services } from '../ports/services.ts';
import { howKnown } from './about-settings.ts';
import { actName } from './center/about-acts.ts';
import { devicesCalled, isCalledById, moreCalled, SHOWN, withId } from './named-devices.ts';
import { noAnswer, sentences } from './question.ts';

/**
 * In which group Defender reports a device, and which rule takes it, as far as the rules are known.
 * @param name the device's name or its whole DNS name, in any case
 * @throws AirlockError the tenant's errors
 */
export async function aboutDevice(
  services: Pick<Services, 'tenant' | 'store' | 'tenantId' | 'clock'>,
  name: string,
): Promise<NoticeData> {
  const now = await services.tenant.read(['groups', 'devices'], 'recent');
  const read = groupsIn(now);
  if ('why' in read) return noAnswer(read.why);
  const found = devicesCalled(now, name);
  if ('why' in found) return noAnswer(found.why);
  const called = (device: Device) =>
    found.length > 1 || isCalledById(device, name) ? withId(device) : quoted(device.dnsName || device.name);
  const lines = found.slice(0, SHOWN).map((device) => linesOf(device, called(device), read.groups, now));
  const [first] = found;
  const group = first && reportedGroup(first, read.groups);
  return {
    tone: 'info',
    title:
      group && found.length === 1
        ? t`${isCalledById(first, name) ? called(first) : quoted(name)} is in ${quoted(groupName(group))}`
        : t`Where ${quoted(name)} is`,
    text: sentences(...lines, moreCalled(found), ...(await unclearLines(services, found))),
    suggestions: ['status'],
  };
}

/** Orders of Airlock's own on these devices of which nobody knows whether Defender took them. */
async function unclearLines(
  services: Parameters<typeof unclearOrders>[0],
  devices: readonly Device[],
): Promise<readonly string[]> {
  const orders = await unclearOrders(services);
  const own = orders.filter(({ device }) => devices.slice(0, SHOWN).some(({ id }) => id === device.id));
  return own.map(({ number, type, device }) => {
    const [what, on] = [actName({ type }), quoted(device.name)];
    return t`#${number} ordered "${what}" on ${on}, and Defender gave no clear answer: it may be done, or not.`;
  });
}

/** Null for a group that is not listed. */
function reportedGroup({ groupId }: Device, groups: readonly DeviceGroup[]): DeviceGroup | null {
  if (groupId === 'unknown') return null;
  return groups.find(({ id, ungrouped }) => (groupId === null ? ungrouped : id === groupId)) ?? null;
}

/** @param called how its name is said */
function linesOf(device: Device, called: string, groups: readonly DeviceGroup[], now: TenantSnapshot): string {
  const reported = reportedGroup(device, groups);
  const where = reported
    ? t`Defender reports ${called} in ${quoted(groupName(reported))}, whose level is: ${levelWords(reported.level)}${levelSource(reported, now)}.`
    : t`Defender does not say in which listed group ${called} is.`;
  return sentences(where, whyThere(device, reported, groups, now));
}

function levelSource(group: DeviceGroup, now: TenantSnapshot): string {
  const how = howKnown(group, now, 'level');
  return how === null ? '' : `, ${how}`;
}

/** Reckoned by the rules, and set beside the report. */
function whyThere(
  device: Device,
  reported: DeviceGroup | null,
  groups: readonly DeviceGroup[],
  now: TenantSnapshot,
): string {
  if (areUnread(groups))
    return t`Why is not known: the conditions and ranks of all groups are not. Defender's report may lag.`;
  const reading = readFleet(now.devices ?? [], groups);
  const { winners, inexact } = assign([device], groups, reading.ways);
  const winner = groups[winners[0] ?? -1];
  if (inexact || !winner) return t`Why is not known: Airlock cannot read every rule. Defender's report may lag.`;
  const source = howKnown(winner, now, 'conditions');
  const known = source === null ? t`Reckoned from the rules as read` : t`Reckoned from the rules as known ${source}`;
  const taken = winner.ungrouped
    ? t`no rule takes it, so it is among the ungrouped devices`
    : t`${quoted(winner.name)} is the first in rank whose rule takes it (${conditionWords(winner.conditions, false)})`;
  return sentences(
    `${known}: ${taken}.`,
    ...wayLines({ ...reading, ways: unusualWays(reading.ways) }),
    othersOf(device, winner, { groups, ways: reading.ways }),
    lag(reported, winner),
  );
}

function othersOf(
  device: Device,
  winner: DeviceGroup,
  { groups, ways }: { readonly groups: readonly DeviceGroup[]; readonly ways: Ways },
): string | null {
  const compared = comparedBy(ways);
  const others = rankedEntries(groups).flatMap(([, group]) => (meetsRule(device, group, compared) ? [group] : []));
  const names = others.filter(({ id }) => id !== winner.id).map(({ name }) => quoted(name));
  return names.length === 0
    ? null
    : t`The rules of ${listed(names.slice(0, SHOWN))} would take it, too, and come later.`;
}

function lag(reported: DeviceGroup | null, winner: DeviceGroup): string | null {
  if (reported === null || reported.id === winner.id) return null;
  return t`That is not where Defender reports it: its report may lag, or the rule is compared otherwise.`;
}
