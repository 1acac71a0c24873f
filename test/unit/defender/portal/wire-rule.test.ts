import assert from 'node:assert/strict';
import type { Condition } from '../../../../src/changes/device-group.ts';
import { TEXT_OPERATORS, TEXT_PROPERTIES } from '../../../../src/changes/device-group.ts';
import { conditionOf, ruleOf } from '../../../../src/defender/portal/wire-rule.ts';
import { ALL_SHOWN } from '../../../support/samples/wire-samples.ts';

const row = (Property: number, OperatorType: number, PropertyValue: string | null) => ({
  Property,
  OperatorType,
  PropertyValue,
});

describe('a row of a group’s rules', () => {
  for (const [name, rule, condition] of [
    ['a text', row(2, 2, ' vip '), { property: 'tag', operator: 'equals', value: 'vip' }],
    ['operating systems', row(3, 4, '["Linux","macOS"]'), { property: 'os', values: ['Linux', 'macOS'] }],
    ['an unused row', row(0, 0, ' '), null],
    ['an unused row without a value', row(4, 0, null), null],
    ['an empty list', row(3, 0, '[]'), null],
    ['another property', row(4, 0, 'x'), 'opaque'],
    ['another operator', row(0, 4, 'x'), 'opaque'],
    ['operating systems by another operator', row(3, 5, '["Linux"]'), 'opaque'],
    ['operating systems that are no list', row(3, 4, 'Linux'), 'opaque'],
    ['operating systems that are no names', row(3, 4, '[1]'), 'opaque'],
    ['a property between two', row(0.5, 0, 'x'), 'opaque'],
  ] as const) {
    it(`is read: ${name}`, () => assert.deepEqual(conditionOf(rule), condition));
  }

  it('means the same after it is written and read', () => {
    const texts = TEXT_PROPERTIES.flatMap((property) =>
      TEXT_OPERATORS.map((operator): Condition => ({ property, operator, value: `${property} ${operator}` })),
    );
    for (const condition of [...texts, { property: 'os', values: ['Windows11', 'a "name"'] } as const]) {
      assert.deepEqual(conditionOf(ruleOf(condition, ALL_SHOWN)), condition);
    }
  });
});
