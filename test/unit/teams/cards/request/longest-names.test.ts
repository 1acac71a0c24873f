import assert from 'node:assert/strict';
import { requestCard } from '../../../../../src/teams/cards/request/request-card.ts';
import { mentioning } from '../../../../../src/teams/delivery/mentions.ts';
import { optionsFor } from '../../../../cards/card-cases.ts';
import { BUILT_AT } from '../../../../support/samples/build-request.ts';
import { GROUP_CHANGES, groupRequest, SMALL_TENANT } from '../../../../support/samples/group-requests.ts';
import { anOid } from '../../../../support/samples/ids.ts';

describe('the largest card of a request', () => {
  const conditions = Array.from({ length: 30 }, (_, row) => {
    const property = (['name', 'domain', 'tag'] as const)[row % 3] ?? 'tag';
    return { property, operator: 'contains', value: `${row}-${'w'.repeat(200)}` } as const;
  });
  const definition = { ...GROUP_CHANGES.create.definition, name: 'Ǆ'.repeat(100), conditions };
  const change = { ...GROUP_CHANGES.create, definition };
  const groups = SMALL_TENANT.groups?.map((group) => ({ ...group, name: `${group.id}${'字'.repeat(90)}` })) ?? [];
  const wide = { ...SMALL_TENANT, groups };

  it('stays a message that Teams takes with the longest names of those who were told, and mentioned', () => {
    const name = '𝔘'.repeat(128);
    const deciders = Array.from({ length: 60 }, (_, at) => ({
      ...{ oid: anOid('c'), name, standing: (['counts', 'eligible', 'cannot'] as const)[at % 3] ?? 'counts' },
      ...{ why: at % 3 === 2 ? 'not known to be another person' : '', keys: [`own ${at}`, `call ${at}`] },
    }));
    const tellings = deciders.map(({ keys: [key = ''] }, at) => ({
      ...{ key, sentAt: at % 2 === 0 ? BUILT_AT : null, why: at % 2 === 0 ? null : '403 MessageWritesBlocked' },
    }));
    const request = groupRequest(change, { state: 'pending', reason: '字'.repeat(500), submittedAt: BUILT_AT }, wide);
    const told = { at: BUILT_AT, more: 940, knowsEligible: true, deciders, tellings };
    const announced = { tenantId: request.tenantId, requestId: request.id, ...told };
    const refreshFor = Array.from({ length: 60 }, (_, at) => `29:${'x'.repeat(90)}${at}`);
    const card = requestCard(request, optionsFor('shared', { announced, refreshFor }));
    assert.ok(Buffer.byteLength(JSON.stringify(card)) < 25_000, `${Buffer.byteLength(JSON.stringify(card))} bytes`);
    const mentions = Array.from({ length: 5 }, (_, at) => ({ id: `29:${'x'.repeat(100)}${at}`, name }));
    const whole = Buffer.byteLength(JSON.stringify(mentioning(card, mentions, false)));
    assert.ok(whole < 28_000, `${whole} bytes`);
  });
});
