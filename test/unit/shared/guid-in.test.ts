import assert from 'node:assert/strict';
import { guidIn } from '../../../src/shared/ids.ts';

const ID = '194ae4cb-b126-40b2-bd5b-6091b380977d';

describe('guidIn', () => {
  for (const text of [
    ID,
    ID.toUpperCase(),
    ` ${ID}\t`,
    `{${ID}}`,
    `{${ID.toUpperCase()}}`,
    `(${ID})`,
    `"${ID}"`,
    `'{${ID}}'`,
    `urn:uuid:${ID}`,
    ID.replaceAll('-', ''),
    `{${ID.replaceAll('-', '')}}`,
  ])
    it(`reads ${text}`, () => assert.equal(guidIn(text), ID));

  for (const text of [
    '',
    '{}',
    `{${ID}`,
    `${ID}}`,
    ID.slice(1),
    `${ID}0`,
    ID.replace('1', 'g'),
    'Security Administrator',
    `${ID} ${ID}`,
  ])
    it(`takes ${text || 'nothing'} for none`, () => assert.equal(guidIn(text), null));
});
