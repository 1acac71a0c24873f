import assert from 'node:assert/strict';
import { readDemoConfig } from '../../../../src/service/config/read-config.ts';
import { HABIT_NAMES } from '../../../../src/shared/played-tenants.ts';
import { faultsOf } from './faults-of.ts';

const read = (SANDBOX_TENANT: string) => readDemoConfig({ env: { SANDBOX_TENANT }, faults: [] }).sandboxTenant;

describe('the tenant that the demo plays', () => {
  it('is a kind, or a habit', () => {
    for (const name of ['classic', 'current', 'business', 'plan1', ...HABIT_NAMES]) assert.equal(read(name), name);
    assert.equal(readDemoConfig({ env: {}, faults: [] }).sandboxTenant, 'classic');
  });

  it('is refused with the list where nobody knows it', () => {
    const [fault, ...others] = faultsOf(() => read('whole-name')).faults;
    assert.deepEqual([fault?.variable, others], ['SANDBOX_TENANT', []]);
    assert.equal(fault?.problem, `is none of classic, current, business, plan1, ${HABIT_NAMES.join(', ')}`);
  });
});
