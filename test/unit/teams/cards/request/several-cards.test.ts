import assert from 'node:assert/strict';
import { kindOf } from '../../../../../src/changes/registry/kind-of.ts';
import type { Part } from '../../../../../src/changes/several/part-kinds.ts';
import type { SeveralChange } from '../../../../../src/changes/several/several-change.ts';
import { instructionsFor } from '../../../../../src/defender/guided/guides.ts';
import { cardPresentation } from '../../../../../src/teams/cards/request/change-rows.ts';
import { requestCard } from '../../../../../src/teams/cards/request/request-card.ts';
import { assertSound } from '../../../../cards/card-rules.ts';
import { CardWindow } from '../../../../cards/card-window.ts';
import { cardText } from '../../../../support/company/fake-teams.ts';
import { BUILT_AT, buildRequest, type RequestFields } from '../../../../support/samples/build-request.ts';
import { SMALL_TENANT } from '../../../../support/samples/group-requests.ts';
import { anOid } from '../../../../support/samples/ids.ts';

const TENANT = {
  ...SMALL_TENANT,
  features: { 'automated-investigation': 'on', 'auto-resolve-alerts': 'off' },
} as const;

const OFF: Part = { kind: 'advanced-feature', feature: 'automated-investigation', to: 'off' };
const RESOLVE: Part = { kind: 'advanced-feature', feature: 'auto-resolve-alerts', to: 'on' };
const GONE: Part = { kind: 'device-group.delete', group: { id: 9, name: 'Lab' } };
const OPENED: Part = { kind: 'device-group.update', group: { id: 4, name: 'Finance' }, set: { access: [] } };

function creating(at: number): Part {
  const definition = {
    name: `New group ${at}`,
    description: 'For a while',
    level: 'full' as const,
    conditions: [{ property: 'tag' as const, operator: 'equals' as const, value: `tag ${at}` }],
    access: [],
  };
  return { kind: 'device-group.create', definition, before: null };
}

const asked = (parts: readonly Part[], fields: RequestFields = {}) => {
  const change: SeveralChange = { kind: 'several', parts };
  return buildRequest({ ...fields, change, base: kindOf(change).base(change, TENANT) });
};

const pending = {
  rev: 2,
  state: 'pending',
  reason: 'Agreed with the duty lead, CHG-1042.',
  submittedAt: BUILT_AT,
  deadline: BUILT_AT + 3_600_000,
} as const;

const VIEWERS = ['shared', 'requester', 'approver', 'reader'] as const;

describe('the card of several changes', () => {
  const window = new CardWindow();
  const card = (parts: readonly Part[], role: (typeof VIEWERS)[number] = 'approver') =>
    requestCard(asked(parts, pending), { role, now: BUILT_AT, refreshFor: [] });

  for (const role of VIEWERS)
    it(`is sound with two, with a deletion, and with twenty: for ${role}`, () => {
      const twenty = [OFF, RESOLVE, ...Array.from({ length: 18 }, (_, at) => creating(at))];
      for (const parts of [[OFF, RESOLVE], [OFF, GONE, OPENED], twenty]) assertSound(card(parts, role), window);
      const { change, base } = asked(twenty);
      assert(!cardPresentation.showsWhole({ change, base }), 'so nobody can ask for it');
    });

  it('is sound with as many steps by hand as a draft may have', () => {
    const many = Array.from({ length: 9 }, (_, at): Part => {
      return { kind: 'device-group.update', group: { id: 4, name: `Group ${at}` }, set: { level: 'full' } };
    });
    const { change, base } = asked(many);
    const steps = instructionsFor(change);
    assert(Buffer.byteLength(JSON.stringify(steps)) > 3_500);
    const handover = { at: BUILT_AT, steps, attested: null };
    const approvals = [
      { by: { oid: anOid('aaaaaaaa-0000-4000-8000-000000000002'), name: 'Bob Okafor' }, at: BUILT_AT },
    ];
    const request = buildRequest({ ...pending, rev: 4, state: 'approved', approvals, handover, change, base });
    for (const role of VIEWERS) assertSound(requestCard(request, { role, now: BUILT_AT, refreshFor: [] }), window);
  });

  it('shows each change with its old and its new value, a deletion too', () => {
    const text = cardText(card([OFF, GONE, OPENED]));
    assert.match(text, /1\. Automated investigation\s+On →\s+Off/);
    assert.match(text, /2\. Lab: Device group\s+Lab →\s+is deleted/);
    assert.match(text, /3\. Finance: Access/);
  });

  it('tells the dangers of all, the worst first', () => {
    const { dangers, lowersProtection } = riskOf([RESOLVE, OPENED, OFF]);
    assert(lowersProtection);
    assert.deepEqual(
      dangers.map(({ kind }) => kind),
      ['less-protection', 'opened-access', 'self-resolved'],
    );
  });

  it('says once what a part is about, and then only its number', () => {
    const text = cardText(card([creating(1), creating(2)]));
    assert.equal(text.split('New group 1: ').length - 1, 1, text);
    assert.match(text, /1\. Remediation level/);
    assert.equal(text.split('2. New group 2: ').length - 1, 1, text);
  });

  it('folds what goes beyond five, and says on its face that there is more', () => {
    const parts = [OFF, RESOLVE, OPENED, GONE, creating(5), creating(6), creating(7)];
    const text = cardText(card(parts));
    assert.match(text, /7 changes: Turn off Automated investigation, and 6 more/);
    assert.match(text, /More changes\s+see Details/);
    assert(text.indexOf('7. New group 7: ') > text.indexOf('More changes'), 'all of it stands there');
  });
});

function riskOf(parts: readonly Part[]) {
  const change: SeveralChange = { kind: 'several', parts };
  return kindOf(change).risk(change, kindOf(change).base(change, TENANT));
}
