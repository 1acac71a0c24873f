import assert from 'node:assert/strict';
import { notExact } from '../../../../src/teams/actions/looking/not-exact.ts';

describe('whoever decides in other words', () => {
  const writer = { role: 'approver', hasApproved: false, typed: 'with-digest' } as const;
  const told = (state: 'pending' | 'approved' | 'applied', more: object) =>
    notExact({ number: 3, state }, { ...writer, ...more });

  it('is offered as an approver what an approver may do, by what the policy lets people type', () => {
    for (const typed of ['on', 'with-digest', 'off'] as const) {
      const words = told('pending', { typed });
      assert.match(words, /"reject 3 <why>"/);
      assert.doesNotMatch(words, /withdraw/);
      assert.equal(/"approve 3"/.test(words), typed !== 'off');
    }
    assert.match(told('approved', { hasApproved: true }), /"stop 3 <why>" or "take back 3"/);
    assert.match(told('approved', {}), /"stop 3 <why>"\.$/);
  });

  it('is offered as the requester to withdraw it alone', () => {
    for (const state of ['pending', 'approved'] as const) {
      const words = told(state, { role: 'requester' });
      assert.match(words, /"withdraw 3"/);
      assert.doesNotMatch(words, /approve|reject|stop|take back/);
    }
  });

  it('is told as a reader who decides, and never to write anything', () => {
    assert.doesNotMatch(told('pending', { role: 'reader' }), /write/);
    assert.match(told('applied', { role: 'reader' }), /nothing is left to decide/);
  });
});
