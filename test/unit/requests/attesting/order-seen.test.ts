import assert from 'node:assert/strict';
import { ORDER_KEY, type Source } from '../../../../src/changes/knowledge/knowledge.ts';
import type { TenantSnapshot } from '../../../../src/changes/tenant-snapshot.ts';
import { orderSeen, placeSeen } from '../../../../src/requests/attesting/order-seen.ts';
import { KnownFacts } from '../../../../src/requests/knowing/known-facts.ts';

const NAMES = ['A', 'B', 'C', 'D', 'E'];
const groups = NAMES.map((name, at) => ({ id: at + 1, name, ungrouped: false }));
const sources = Object.fromEntries(groups.map(({ id }) => [`group:${id}:rank`, { kind: 'not-known' } as const]));
const now = { groups, sources } as unknown as TenantSnapshot;
const source: Source = { kind: 'attested', at: 1, by: 'Bob', request: null };
const idsOf = (order: string) => [...order].map((name) => ({ id: NAMES.indexOf(name) + 1 }));

function known(order: string): KnownFacts {
  return new KnownFacts(order === '' ? [] : [{ key: ORDER_KEY, value: idsOf(order), source, changedAt: 1 }], 2);
}

type Found = ReturnType<typeof orderSeen>;

/** The order as it is remembered then, with `+` where what was known is in it; else why none is. */
function told(found: Found): string {
  if ('why' in found) return found.why;
  const [seen] = found;
  const order = seen?.value as unknown as readonly { readonly id: number }[];
  return order.map(({ id }) => NAMES[id - 1]).join('') + (seen?.isMerged ? '+' : '');
}

describe('an order of some groups beside the one that is known', () => {
  for (const [before, said, after] of [
    ['', 'BA', 'BA'],
    ['AB', 'BAC', 'BAC'],
    ['ABC', 'CBA', 'CBA'],
    ['ABC', 'AB', 'says so already'],
    ['ABC', 'ADB', 'ADBC+'],
    ['ABC', 'CDE', 'ABCDE+'],
    ['ABC', 'DEA', 'DEABC+'],
    ['ABC', 'ADC', 'order of all'],
    ['ABC', 'AD', 'order of all'],
    ['ABC', 'BA', 'order of all'],
    ['AB', 'DE', 'order of all'],
  ] as const)
    it(`${before || 'nothing'}, and ${said} is said: ${after}`, () => {
      assert.ok(told(orderSeen([...said], now, known(before))).includes(after));
      assert.equal(told(orderSeen([...said], now, known(before))).endsWith('+'), after.endsWith('+'));
    });

  for (const [before, at, after] of [
    ['', 'before', 'DA'],
    ['', 'after', 'AD'],
    ['ABC', 'before', 'DABC+'],
    ['ABC', 'after', 'ADBC+'],
    ['BDAC', 'after', 'BADC+'],
    ['BDAC', 'before', 'says so already'],
    ['BC', 'before', 'order of all'],
  ] as const)
    it(`${before || 'nothing'}, and D is said to be right ${at} A: ${after}`, () => {
      const group = groups[3] as Parameters<typeof placeSeen>[0];
      assert.ok(told(placeSeen(group, { at, group: 'A' }, now, known(before))).includes(after));
    });
});
