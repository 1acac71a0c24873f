import assert from 'node:assert/strict';
import type { CreateGroup } from '../../../../../src/changes/device-group/model/group-change.ts';
import { kindOf } from '../../../../../src/changes/registry/kind-of.ts';
import { groupsOf } from '../../../../../src/defender/guided/guided-tenant.ts';
import { instructionsFor } from '../../../../../src/defender/guided/guides.ts';
import type { Request } from '../../../../../src/requests/record/request.ts';
import { changeRows } from '../../../../../src/teams/cards/request/change-rows.ts';
import { exactValue } from '../../../../../src/teams/cards/request/handover-view.ts';
import { requestCard, requestModel } from '../../../../../src/teams/cards/request/request-card.ts';
import { optionsFor } from '../../../../cards/card-cases.ts';
import { CARD_BUDGET } from '../../../../cards/card-rules.ts';
import { BUILT_AT, buildRequest } from '../../../../support/samples/build-request.ts';
import { anOid } from '../../../../support/samples/ids.ts';

function handedOver(change: CreateGroup): Request {
  const snapshot = { tenantId: 't', readAt: 0, product: 'unknown', groups: groupsOf([], null), devices: [] } as const;
  return buildRequest({
    change,
    base: kindOf(change).base(change, snapshot),
    state: 'approved',
    submittedAt: BUILT_AT,
    deadline: BUILT_AT + 3_600_000,
    handover: { at: BUILT_AT, steps: instructionsFor(change), attested: null },
  });
}

function creating(name: string, value: string, rows: number): CreateGroup {
  const conditions = (['name', 'domain', 'tag'] as const).flatMap((property) =>
    Array.from({ length: rows }, (_, at) => ({ property, operator: 'equals' as const, value: `${at}${value}` })),
  );
  return {
    kind: 'device-group.create',
    definition: { name, description: '', level: 'full', conditions, access: [] },
    before: null,
  };
}

const BOB = { oid: anOid('bbbbbbbb-0000-4000-8000-000000000002'), name: 'Bob Ortiz' };

describe('the card of a change that a person applies', () => {
  it('has room for every step of the largest change that can be approved', () => {
    let largest = 0;
    for (const letter of ['x', '"', '字']) {
      for (let length = 1; length < 600; length += 20) {
        const change = creating('Build agents', letter.repeat(length), 10);
        const request = handedOver(change);
        if (!changeRows(kindOf(change).diff(change, request.base)).whole) continue;
        const card = requestCard(request, optionsFor('requester'));
        largest = Math.max(largest, Buffer.byteLength(JSON.stringify(card)));
        assert.ok(
          JSON.stringify(card).includes(JSON.stringify(`9${letter.repeat(length)}`)),
          'whole to the last value',
        );
      }
    }
    assert.ok(largest > 15_000 && largest < CARD_BUDGET, `${largest} bytes`);
  });

  it('shows values letter by letter, right-to-left text without a mark to copy', () => {
    for (const value of ['SRV-DC-', 'שרתים', '字', '[x](https://evil.example)']) {
      assert.deepEqual(exactValue(value), { text: value, isExact: true });
    }
    for (const value of ['a  b', 'a\u200Bb', '{{DATE(2030-01-01T00:00:00Z)}}', ' a', '']) {
      assert.equal(exactValue(value).isExact, false, JSON.stringify(value));
    }
  });

  it('warns where a value cannot be shown as it is', () => {
    const plain = requestModel(handedOver(creating('Build agents', 'x', 1)), optionsFor('requester'));
    assert.deepEqual(plain.story, []);
    const odd = requestModel(handedOver(creating('Build\u200Bagents', 'x', 1)), optionsFor('requester'));
    assert.match(odd.story[0]?.text ?? '', /cannot be shown as they are/);
  });

  it('opens the Defender portal and nothing else', () => {
    const request = handedOver(creating('Build agents', 'x', 1));
    assert.equal(requestModel(request, optionsFor('requester')).links.length, 1);
    const { handover } = request;
    assert(handover);
    for (const link of [
      'https://evil.example/',
      'https://security.microsoft.com.evil.example/',
      'javascript:alert(1)',
    ]) {
      const turned: Request = { ...request, handover: { ...handover, steps: { ...handover.steps, link } } };
      assert.deepEqual(requestModel(turned, optionsFor('requester')).links, []);
    }
  });

  it('offers its approver to report it only where a report by them counts, and else says who can', () => {
    const request = handedOver(creating('Build agents', 'x', 1));
    const approvals = [{ by: BOB, at: BUILT_AT }];
    const model = (implementer: 'anyone' | 'other-than-approver', byApprovers?: true) => {
      const { handover } = request;
      const shown = {
        ...request,
        approvals,
        handover: handover && { ...handover, ...(byApprovers && { byApprovers }) },
      };
      const policy = { quorum: 1, approvalReason: 'optional', implementer } as const;
      return requestModel(shown as Request, { ...optionsFor('approver'), viewer: BOB.oid, policy });
    };
    const offers = (of: ReturnType<typeof model>) => of.actions.map(({ verb }) => verb);
    assert.deepEqual(offers(model('anyone')), ['attest', 'take-back']);
    assert.deepEqual(offers(model('other-than-approver', true)), ['attest', 'take-back']);
    const bound = model('other-than-approver');
    assert.deepEqual(offers(bound), ['take-back']);
    assert.match(
      bound.next[0]?.text ?? '',
      /^You approved this, so anybody else who may change it applies and reports it/,
    );
  });

  it('offers nobody a revert who may not ask for changes', () => {
    const outcome = { at: BUILT_AT, code: 'written', note: 'Done.' } as const;
    const applied = buildRequest({ state: 'applied', submittedAt: BUILT_AT, startedAt: BUILT_AT, outcome });
    const offers = (mayAsk?: boolean) =>
      requestModel(applied, { ...optionsFor('reader'), ...(mayAsk !== undefined && { mayAsk }) }).actions.length;
    assert.deepEqual([offers(), offers(true), offers(false)], [1, 1, 0]);
  });
});
