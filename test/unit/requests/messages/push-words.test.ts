import assert from 'node:assert/strict';
import { pushWords } from '../../../../src/requests/messages/push-words.ts';
import type { Request } from '../../../../src/requests/record/request.ts';
import { BUILT_AT, buildRequest } from '../../../support/samples/build-request.ts';
import { GROUP_CHANGES, groupRequest, SMALL_TENANT } from '../../../support/samples/group-requests.ts';

const pending = { state: 'pending', submittedAt: BUILT_AT, deadline: BUILT_AT + 60_000 } as const;
const off = { kind: 'advanced-feature', feature: 'automated-investigation', to: 'off' } as const;
const raised = { ...GROUP_CHANGES.ungrouped, set: { level: 'full' } } as const;
const MANUAL = {
  ...SMALL_TENANT,
  groups: (SMALL_TENANT.groups ?? []).map((group) => (group.ungrouped ? { ...group, level: 'none' as const } : group)),
};

const LINES: readonly (readonly [string, Request, string])[] = [
  [
    'a switch',
    buildRequest({ ...pending, change: off }),
    'Alice Nguyen: Automated investigation On → Off, lowers protection',
  ],
  [
    'a level',
    groupRequest(GROUP_CHANGES.update, pending),
    'Alice Nguyen: Servers Full → No automated response, 12 devices, lowers protection',
  ],
  [
    'a level that rises',
    groupRequest(raised, pending, MANUAL),
    'Alice Nguyen: ungrouped devices No automated response → Full, 20 devices, raises automation',
  ],
  [
    'a new group',
    groupRequest(GROUP_CHANGES.create, pending),
    'Alice Nguyen: create device group Finance laptops, 24 devices, lowers protection, leaves a group empty',
  ],
  [
    'a group that goes',
    groupRequest(GROUP_CHANGES.delete, { ...pending, state: 'draft', submittedAt: null }),
    'Draft. Alice Nguyen: delete device group Finance, 24 devices, opens access, raises automation',
  ],
  [
    'what is not known',
    groupRequest({ ...GROUP_CHANGES.update, set: { level: 'full', name: 'Hosts' } }, pending, {
      tenantId: 't',
      readAt: BUILT_AT,
      product: 'unknown',
      groups: (SMALL_TENANT.groups ?? []).map((group) => ({ ...group, level: 'unread' as const, rank: null })),
    }),
    'Alice Nguyen: Servers not known → Full and 1 more',
  ],
];

describe('the line that a phone shows of a request', () => {
  for (const [what, request, words] of LINES) {
    it(`tells who wants what and what follows: ${what}`, () => assert.equal(pushWords(request), words));
  }

  it('never shows a number or a name of a state from the store', () => {
    for (const [, request] of LINES) assert.doesNotMatch(pushWords(request), /#\d|\((?:pending|draft)\)/);
  });
});
