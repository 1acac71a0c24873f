import assert from 'node:assert/strict';
import { deleteGroup } from '../../../../../src/changes/device-group/kinds/delete-group.ts';
import { updateGroup } from '../../../../../src/changes/device-group/kinds/update-group.ts';
import { forbidsAutomation } from '../../../../../src/changes/device-group/model/sensitive.ts';
import { aDevice } from '../../../../support/samples/device-samples.ts';
import { DEVICES, finance, type GROUPS, servers, withEdit } from '../../../../support/samples/group-samples.ts';
import { groupSnapshot } from '../../../../support/samples/group-snapshot.ts';
import { toldRisk } from '../told-risk.ts';

const FORBIDDING = [
  'Payment runs must not be interrupted',
  'Tier 0: nobody touches these without the server team',
  'Never run AIR here',
  'No AIR on these',
  'No automation, please',
  'Do not remediate without asking',
  "Don't restart during the day",
  'Manual response only',
  'Hands off!',
  'Leave these alone',
  'Isolation is not allowed',
  'Touching these is forbidden',
  'Changes only after sign-off by the plant',
  'Ask the plant before anything is done',
  'Darf nicht unterbrochen werden',
  'Niemand fasst diese an: nicht anfassen',
  'Keine automatische Bereinigung',
  'Nur nach Rücksprache mit der Produktion',
  'Finger weg',
];

const HARMLESS = [
  '',
  'Payment runs',
  'Detonation rigs: everything here is meant to burn',
  'Laptops of the finance department',
  'Everything is cleaned automatically',
  'Not in the office on Fridays',
  'No tag needed',
  'Machines on air in the studio',
  'No fresh air in this room',
];

describe('a description', () => {
  for (const description of FORBIDDING) {
    it(`"${description}" seems to forbid automation`, () => {
      assert(forbidsAutomation({ name: 'Plant', description }));
    });
  }
  for (const description of HARMLESS) {
    it(`"${description}" forbids none`, () => {
      assert(!forbidsAutomation({ name: 'Plant', description }));
    });
  }
});

describe('more automation', () => {
  const told = (groups: typeof GROUPS, change: Parameters<typeof updateGroup.risk>[0], devices = DEVICES) => {
    const base = updateGroup.base(change, groupSnapshot(groups, devices));
    return toldRisk(updateGroup.risk(change, base)).others.map(({ text }) => text);
  };
  const full = { kind: 'device-group.update', set: { level: 'full' } } as const;

  it('is told for what a group forbids and for servers, both', () => {
    const forbidden = withEdit(servers, { description: 'Nobody touches these', level: 'none' });
    assert.deepEqual(told(forbidden, { ...full, group: { id: servers.id, name: servers.name } }), [
      'More automation on devices of Servers, whose description seems to forbid that.',
      'More automation on 1 server (reckoned): less waits for approval there.',
    ]);
  });

  it('is told for domain controllers and servers, both', () => {
    const both = [...DEVICES, aDevice({ id: 'dc', name: 'SRV-DC-01', os: 'WindowsServer2022', groupId: servers.id })];
    const groups = withEdit(servers, { level: 'none' });
    const [text = ''] = told(groups, { ...full, group: { id: servers.id, name: servers.name } }, both);
    assert.match(text, /^More automation on 1 domain controller and 1 server \(reckoned\)/);
  });

  it('is told where a group that forbids it is deleted, for devices that come to a higher level', () => {
    const groups = withEdit(finance, { description: 'Payment runs must not be interrupted' });
    const change = { kind: 'device-group.delete', group: { id: finance.id, name: finance.name } } as const;
    const { others } = toldRisk(deleteGroup.risk(change, deleteGroup.base(change, groupSnapshot(groups, DEVICES))));
    const text = 'More automation on devices of Finance, whose description seems to forbid that.';
    assert(others.some((danger) => danger.kind === 'more-automation' && danger.text === text));
  });
});
