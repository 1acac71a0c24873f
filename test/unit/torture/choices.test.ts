import assert from 'node:assert/strict';
import { Random } from '../../support/generated/random.ts';
import { faultOf, planBlows } from '../../torture/nemesis/blows.ts';
import { readOptions } from '../../torture/options.ts';
import { nextWish, opposite } from '../../torture/people/wishes.ts';

const RUN = { ms: 1_800_000, instances: 3, hasServer: true };

describe('the choices of the torture run', () => {
  it('are the same for the same seed, and others for another', () => {
    const plan = (seed: number) => planBlows(new Random(seed), RUN);
    assert.deepEqual(plan(7), plan(7));
    assert.notDeepEqual(plan(7), plan(8));
    const wishes = (seed: number) =>
      Array.from({ length: 20 }, (_none, at) => nextWish(new Random(seed + at), `${at}`));
    assert.deepEqual(wishes(7), wishes(7));
  });

  it('strike every kind in half an hour, at moments in order, and what a database of its kind can suffer', () => {
    const kinds = (hasServer: boolean) =>
      new Set(planBlows(new Random(1), { ...RUN, hasServer }).map(({ kind }) => kind));
    assert.equal(kinds(true).size, 14);
    assert.equal(kinds(false).size, 12);
    assert(!kinds(true).has('database-lock') && !kinds(false).has('database-crash'));
    const moments = planBlows(new Random(1), RUN).map(({ at }) => at);
    assert.deepEqual(
      moments,
      [...moments].sort((one, other) => one - other),
    );
  });

  it('order faults that the sandbox knows, whatever is drawn', () => {
    for (const kind of ['teams', 'defender', 'directory'] as const) {
      for (const choice of [0, 0.5, 0.999]) assert.match(String(faultOf(kind, choice).surface), /^[a-z-]+$/);
    }
  });

  it('know what undoes a wish', () => {
    assert.equal(opposite('switch AutomatedIrEnabled true'), 'switch AutomatedIrEnabled false');
    assert.equal(opposite('group T1'), 'no group T1');
    assert.equal(opposite('indicator t1.example'), null);
  });

  it('take options that make sense, and no others', () => {
    assert.equal(readOptions(['--seed', '9'])?.seed, 9);
    assert.equal(readOptions(['--postgres', '--instances', '3', '--skew', '40'])?.skew, 40);
    for (const odd of [['--instances', '2'], ['--seed', 'x'], ['--odd'], ['--minutes', '-1']])
      assert.equal(readOptions(odd), null, odd.join(' '));
  });
});
