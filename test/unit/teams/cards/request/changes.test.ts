import assert from 'node:assert/strict';
import { changeRows } from '../../../../../src/teams/cards/request/change-rows.ts';

const row = (label: string, from: string, to: string) => ({ label, from, to });

const shownRow = (label: string, from: string, to: string) => ({
  label,
  was: [{ text: `${from} → ` }],
  to,
  knowns: [],
});

describe('rows of a change', () => {
  it('shows every value whole', () => {
    const long = 'Name starts with srv-'.padEnd(3000, 'x');
    assert.deepEqual(changeRows([row('Conditions', 'none', long)]), {
      rows: [shownRow('Conditions', 'none', long)],
      whole: true,
    });
  });

  it('shows what is new without an old value', () => {
    assert.deepEqual(changeRows([row('Name', '-', 'Lab')]).rows, [{ label: 'Name', was: [], to: 'Lab', knowns: [] }]);
  });

  it('says so when a change is too long to be shown whole', () => {
    const shown = changeRows([row('a', 'b', 'c'), row('Conditions', 'x'.repeat(9000), 'y'.repeat(9000))]);
    assert.deepEqual(shown, { rows: [shownRow('a', 'b', 'c')], whole: false });
    assert.equal(changeRows(Array.from({ length: 60 }, () => row('a', 'b', 'c'))).whole, false);
  });
});
