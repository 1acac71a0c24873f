import assert from 'node:assert/strict';
import { EdgeTable } from '../../../../../src/changes/device-group/membership/edge-table.ts';

describe('EdgeTable', () => {
  it('keeps apart and finds again what was added, however much it grows', () => {
    const table = new EdgeTable();
    const edges = Array.from({ length: 20_000 }, (_, n) => ({ state: n % 141, symbol: Math.floor(n / 141), to: n }));
    for (const { state, symbol, to } of edges) table.add(state, symbol, to);
    assert.deepEqual(
      edges.filter(({ state, symbol, to }) => table.get(state, symbol) !== to),
      [],
    );
  });

  it('answers -1 for an edge that is not there', () => {
    const table = new EdgeTable();
    table.add(5, 7, 9);
    assert.deepEqual([table.get(5, 7), table.get(7, 5), table.get(5, 8), table.get(0, 0)], [9, -1, -1, -1]);
  });
});
