import assert from 'node:assert/strict';
import { ENTRA_GROUP_IDS } from '../../../../src/sandbox/company/entra-groups.ts';
import type { Sandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { freshGroup as fresh, tagRule } from './fresh-group.ts';
import { GROUPS, type Json, openSandbox, PortalBrowser } from './portal-browser.ts';

describe('device groups on the portal that cannot be saved', () => {
  let sandbox: Sandbox;
  let browser: PortalBrowser;
  let groups: Json[];
  const put = (body: unknown) => browser.call(GROUPS, 'PUT', body);

  beforeEach(async () => {
    sandbox = await openSandbox();
    browser = new PortalBrowser(sandbox);
    groups = await browser.groups();
  });
  afterEach(() => sandbox.close());

  const without = (list: Json[], name: string) => list.filter((group) => group.Name.trim() !== name);
  const edited = (list: Json[], name: string, fields: object) =>
    list.map((group) => (group.Name.trim() === name ? { ...group, ...fields } : group));
  const rows = (count: number) => Array.from({ length: count }, (_, index) => tagRule(`tag${index}`));

  const refusals: readonly [string, (groups: Json[]) => unknown, RegExp][] = [
    ['a wrapper instead of the list', (list) => ({ items: list }), /cannot be read/],
    [
      'a group without its level',
      (list) => [...list, { ...fresh(), AutoRemediationLevel: undefined }],
      /AutoRemediationLevel/,
    ],
    ['an empty list', () => [], /ungrouped/],
    ['two new groups at once', (list) => [...list, fresh(), fresh({ Name: 'B', Priority: 7 })], /one new/],
    ['a number that nobody has', (list) => [...list, fresh({ MachineGroupId: 99 })], /no device group 99/],
    ['one number twice', (list) => [...list, { ...list[0], Name: 'B', Priority: 7 }], /twice/],
    ['a name that is taken', (list) => [...list, fresh({ Name: ' fINANCE' })], /called 'finance'/],
    ['a blank name', (list) => [...list, fresh({ Name: ' ' })], /needs a name/],
    ['a rank that is taken', (list) => [...list, fresh({ Priority: 5 })], /rank 5/],
    ['a rank behind the ungrouped devices', (list) => [...list, fresh({ Priority: 2147483648 })], /out of range/],
    [
      'a new group without conditions',
      (list) => [...list, fresh({ GroupRules: [tagRule(' ')] })],
      /at least one condition/,
    ],
    ['eleven rows of one property', (list) => [...list, fresh({ GroupRules: rows(11) })], /more than 10/],
    [
      'an unknown property',
      (list) => [...list, fresh({ GroupRules: [{ ...tagRule('x'), Property: 5 }] })],
      /unknown property/,
    ],
    [
      'an unknown operator',
      (list) => [...list, fresh({ GroupRules: [{ ...tagRule('x'), OperatorType: 5 }] })],
      /unknown operator/,
    ],
    [
      'an OS that is no list',
      (list) => [...list, fresh({ GroupRules: [{ ...tagRule('Linux'), Property: 3 }] })],
      /JSON list/,
    ],
    ['a level without a name', (list) => edited(list, 'Lab', { AutoRemediationLevel: 4 }), /no automation level/],
    [
      'an Entra group without a Defender role',
      (list) =>
        edited(list, 'Lab', { MachineGroupAssignments: [{ WcdAadGroup: { ObjectId: ENTRA_GROUP_IDS.finance } }] }),
      /Defender role/,
    ],
    ['a list without the ungrouped devices', (list) => without(list, ''), /must be in the list/],
    ['another rank for the ungrouped devices', (list) => edited(list, '', { Priority: 9 }), /cannot be changed/],
    ['a name for the ungrouped devices', (list) => edited(list, '', { Name: 'Rest' }), /neither a name/],
    [
      'conditions for the ungrouped devices',
      (list) => edited(list, '', { GroupRules: [tagRule('x')] }),
      /nor conditions/,
    ],
    ['a second group of ungrouped devices', (list) => edited(list, 'Lab', { IsUnassignedMachineGroup: true }), /once/],
    [
      'new ungrouped devices beside the old ones',
      (list) => [...list, fresh({ Name: '', GroupRules: [], IsUnassignedMachineGroup: true, Priority: 2147483647 })],
      /once/,
    ],
    ['more than 2000 groups', (list) => [...list, ...Array.from({ length: 2001 }, () => list[0])], /2000/],
  ];
  for (const [name, body, sentence] of refusals) {
    it(`refuse ${name} and stay as they were`, async () => {
      const answer = await put(body(groups));
      assert.equal(answer.status, 400);
      assert.match(answer.body.Message, sentence);
      assert.deepEqual(await browser.groups(), groups);
      assert.deepEqual(sandbox.world.tenant.writes, []);
    });
  }
});
