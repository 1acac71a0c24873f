import assert from 'node:assert/strict';
import { changeRows, compareRows } from '../../../src/teams/views/change-rows.ts';

const row = (label: string, from: string, to: string) => ({ label, from, to });

describe('rows of a change', () => {
  it('shows every value whole', () => {
    const long = 'Name starts with srv-'.padEnd(3000, 'x');
    assert.deepEqual(changeRows([row('Conditions', 'none', long)]), {
      rows: [row('Conditions', 'none', long)],
      whole: true,
    });
  });

  it('says so when a change is too long to be shown whole', () => {
    const shown = changeRows([row('a', 'b', 'c'), row('Conditions', 'x'.repeat(9000), 'y'.repeat(9000))]);
    assert.deepEqual(shown, { rows: [row('a', 'b', 'c')], whole: false });
    assert.equal(changeRows(Array.from({ length: 60 }, () => row('a', 'b', 'c'))).whole, false);
  });

  it('compares three ways and marks what moved', () => {
    const asked = [row('Level', 'Full', 'None'), row('Name', 'A', 'B')];
    const now = [row('Level', 'Semi', 'None')];
    assert.deepEqual(compareRows(asked, now), [
      { label: 'Level', asked: 'Full', now: 'Semi', mark: 'warning', becomes: 'None' },
      { label: 'Name', asked: 'A', now: 'B', mark: 'warning', becomes: 'B' },
    ]);
    assert.deepEqual(compareRows([], [row('Rank', '2', '1')]), [
      { label: 'Rank', asked: '1', now: '2', mark: 'warning', becomes: '1' },
    ]);
    assert.equal(compareRows([row('Rank', '2', '1')], [row('Rank', '2', '1')])[0]?.mark, 'default');
  });
});
