import assert from 'node:assert/strict';
import { carriesExactly } from '../../../../../src/defender/portal/writes/write-plan.ts';

describe('carriesExactly', () => {
  for (const [json, exact] of [
    ['[{"a":9007199254740991,"b":[-1,0.1,1e3,null,true,"9007199254740993"]}]', true],
    ['9007199254740993', false],
    ['{"a":{"b":[-9007199254740993]}}', false],
    ['[1e999]', false],
  ] as const) {
    it(`${json}: ${exact}`, () => assert.equal(carriesExactly(JSON.parse(json)), exact));
  }
});
