import assert from 'node:assert/strict';
import { FEATURE_NAMES, feature } from '../../../src/changes/features.ts';

describe('the table of switches', () => {
  const rows = FEATURE_NAMES.map((name) => feature(name));

  function assertOnce(what: string, values: readonly string[]): void {
    const twice = values.filter((value, index) => values.indexOf(value) !== index);
    assert.deepEqual(twice, [], `each switch has ${what} of its own`);
  }

  it('has a key on the wire for each alone: two switches would write one setting', () =>
    assertOnce(
      'a key',
      rows.map(({ wireKey }) => wireKey),
    ));

  it('has a title and phrases for each alone: a command would mean two switches', () => {
    const said = rows.map(({ title, phrases }) => [...new Set([title.toLowerCase(), ...phrases])]);
    assertOnce('phrases', said.flat());
  });

  it('keeps the menu of Teams within its twelve places', () => {
    const shown = rows.filter(({ inMenu }) => inMenu);
    assert(
      shown.length <= 2,
      `${shown.length} switches ask for a place, and the menu has two for them: take inMenu: false`,
    );
  });
});
