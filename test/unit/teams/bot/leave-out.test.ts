import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { createTeams } from '../../../../src/teams/create-teams.ts';

/** More of any of them is more than the names that the dialogs read while they are loaded. */
const NAMES = 1;

describe('what the SDK loads', () => {
  it('has no recognisers of numbers and dates in it, which take memory and nobody calls', () => {
    assert(createTeams);
    const sdk = createRequire(createRequire(import.meta.url).resolve('@microsoft/teams-ai'));
    const dialogs = createRequire(sdk.resolve('botbuilder-dialogs'));
    for (const name of ['text-suite', 'text-number', 'text-date-time', 'text-choice']) {
      const loaded = sdk.cache[dialogs.resolve(`@microsoft/recognizers-${name}`)];
      assert(loaded && Object.keys(loaded.exports).length <= NAMES, name);
    }
  });
});
