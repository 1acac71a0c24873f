import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createPeople } from '../../../../src/sandbox/company/people.ts';

/**
 * Entries of the Playground's own schema (@microsoft/m365agentsplayground 0.2.28): one current user and exactly five
 * others.
 */
const PERSON =
  /id: (29:\S+)\n +name: (.+)\n +userPrincipleName: (\S+)\n +aadObjectId: (\S+)\n +givenName: (\S+)\n +surname: (\S+)\n +email: (\S+)/g;

describe('the Agents Playground’s file', () => {
  const text = readFileSync('.m365agentsplayground.yml', 'utf8');

  it('plays people of the sandbox, Alice first', () => {
    const named = [...text.matchAll(PERSON)].map(([, id, name, upn, oid, given, surname, mail]) => {
      assert.equal(`${given} ${surname}`, name);
      return { mri: id, name, userPrincipalName: upn, id: oid, mail };
    });
    const people = createPeople().map(({ mri, name, userPrincipalName, id, mail }) => ({
      mri,
      name,
      userPrincipalName,
      id,
      mail,
    }));
    assert.equal(named.length, 6);
    assert.equal(named[0]?.mri, '29:alice');
    for (const person of named)
      assert.deepEqual(
        people.find(({ mri }) => mri === person.mri),
        person,
      );
  });

  it('is in the sandbox’s tenant, and speaks to its bot', () => {
    assert.match(text, /^tenantId: 11111111-1111-4111-8111-111111111111$/m);
    assert.match(text, /^bot:\n {2}id: 28:airlock$/m);
  });
});
