import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { CONNECTORS } from '../../../src/defender/registry/connectors.ts';
import { VARIABLES } from '../../../src/service/config/settings/all-settings.ts';

describe('every connector', () => {
  for (const { kind } of CONNECTORS)
    it(`keeps the contract, and this one in ${kind}.test.ts`, () => {
      assert(existsSync(`test/contracts/tenant/${kind}.test.ts`));
      assert(existsSync(`src/defender/${kind}/${kind}-connector.ts`));
    });

  it('is in the registry', () => {
    const folders = readdirSync('src/defender').filter((name) =>
      existsSync(`src/defender/${name}/${name}-connector.ts`),
    );
    assert.deepEqual(folders.sort(), CONNECTORS.map(({ kind }) => kind).sort());
  });

  it('has a name of its own, and its settings are listed', () => {
    assert.equal(new Set(CONNECTORS.map(({ kind }) => kind)).size, CONNECTORS.length);
    for (const { settings } of CONNECTORS)
      for (const { variable } of Object.values(settings)) assert(VARIABLES.includes(variable), variable);
  });
});
