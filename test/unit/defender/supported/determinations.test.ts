import assert from 'node:assert/strict';
import { isSaid } from '../../../../src/changes/supported/alerts/alert-entry.ts';
import { comparedDetermination } from '../../../../src/changes/supported/alerts/alert-values.ts';

describe('the determination of an alert', () => {
  const to = { classification: 'FalsePositive', determination: 'NotMalicious' };
  const now = { status: 'New', classification: 'FalsePositive' };

  it('is as asked by either name that Microsoft has for it', () => {
    for (const determination of ['NotMalicious', 'notMalicious', 'Clean', 'clean'])
      assert(isSaid(to, { ...now, determination }), determination);
    for (const determination of [null, 'Other', 'ConfirmedUserActivity'])
      assert(!isSaid(to, { ...now, determination }), String(determination));
  });

  it('is compared in one form, and one that nobody knows as it is', () => {
    assert.equal(comparedDetermination('ConfirmedUserActivity'), 'ConfirmedActivity');
    assert.equal(comparedDetermination('SomethingNew'), 'SomethingNew');
  });
});
