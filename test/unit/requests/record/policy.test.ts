import assert from 'node:assert/strict';
import { type Policy, policyVersion, USUAL_DEVICE_ACTS } from '../../../../src/requests/record/digest.ts';
import { USUAL_PEOPLE } from '../../../../src/requests/record/people-policy.ts';

const POLICY: Policy = {
  approvers: ['a', 'b'],
  requesters: ['c'],
  quorum: 1,
  decisionWindow: 2,
  executionWindow: 3,
  draftWindow: 4,
  openPerPerson: 5,
  people: USUAL_PEOPLE,
  typedDecisions: 'with-digest',
  approvalReason: 'optional',
  implementer: 'other-than-approver',
  deviceActs: USUAL_DEVICE_ACTS,
};

describe('the version of a policy', () => {
  it('is the same for the same policy, in whatever order ids are named', () => {
    assert.equal(policyVersion(POLICY), policyVersion({ ...POLICY, approvers: ['b', 'a'] }));
    assert.match(policyVersion(POLICY), /^[0-9a-f]{12}$/);
  });

  it('changes with each field', () => {
    const others: Policy[] = [
      { ...POLICY, approvers: ['a'] },
      { ...POLICY, requesters: ['a', 'b'] },
      { ...POLICY, quorum: 2 },
      { ...POLICY, decisionWindow: 1 },
      { ...POLICY, executionWindow: 1 },
      { ...POLICY, draftWindow: 1 },
      { ...POLICY, openPerPerson: 1 },
      { ...POLICY, people: { ...USUAL_PEOPLE, proof: 'accounts' } },
      { ...POLICY, people: { ...USUAL_PEOPLE, known: [['a', 'b']] } },
      { ...POLICY, people: { ...USUAL_PEOPLE, known: [['a'], ['b']] } },
      { ...POLICY, people: { ...USUAL_PEOPLE, employeeIdPattern: '(.+)' } },
      { ...POLICY, people: { ...USUAL_PEOPLE, minAge: 0 } },
      { ...POLICY, typedDecisions: 'off' },
      { ...POLICY, typedDecisions: 'on' },
      { ...POLICY, approvalReason: 'required' },
      { ...POLICY, deviceActs: { ...USUAL_DEVICE_ACTS, scansAlone: 0 } },
      { ...POLICY, deviceActs: { ...USUAL_DEVICE_ACTS, emergency: ['isolate'] } },
      { ...POLICY, deviceActs: { ...USUAL_DEVICE_ACTS, debtWindow: 1 } },
      { ...POLICY, approvers: POLICY.requesters, requesters: POLICY.approvers },
    ];
    assert.equal(new Set([POLICY, ...others].map(policyVersion)).size, others.length + 1);
  });

  it('is what release 0.1.0 made of it, as long as what is new is as usual', () => {
    assert.equal(policyVersion(POLICY), 'bee9e020d266');
  });

  it('leaves the policy as it was', () => {
    const given = { ...POLICY, approvers: ['b', 'a'] };
    policyVersion(given);
    assert.deepEqual(given.approvers, ['b', 'a']);
  });
});
