import assert from 'node:assert/strict';
import { signedEntry, walkOn } from '../../../../src/store/record/entry.ts';
import { recordKeys } from '../../../../src/store/record/record-keys.ts';
import { publicPem, testKeyPem } from '../../../support/runtime/record-keys.ts';
import { TENANT } from '../../../support/samples/ids.ts';

const OLD = recordKeys(testKeyPem('a'));
const NEW = recordKeys(testKeyPem('b'), `\n${publicPem('a')}`);
const KEY = { tenantId: TENANT, at: 1, event: 'record.key', actor: 'service', requestId: null };

/** What is wrong with an entry of the new key that says this of the keys; null for nothing. */
function faultOf(data: { readonly keyId?: string; readonly before?: string }): string | null {
  const first = signedEntry(OLD, null, { ...KEY, event: 'service.start', data: {} });
  const { seq, hash, keyId } = first;
  const next = walkOn({ seq, hash, keyId, retired: [] }, signedEntry(NEW, first, { ...KEY, data }), NEW.known);
  return typeof next === 'string' ? next : null;
}

describe('an entry that says that the key of the record changed', () => {
  const OTHER = 'entry 2 says that another key gave way, or to another, than signed';
  const cases: Readonly<Record<string, readonly [Parameters<typeof faultOf>[0], string | null]>> = {
    'names both keys': [{ keyId: NEW.keyId, before: OLD.keyId }, null],
    'names neither, as an earlier version did': [{}, null],
    'names another key that signs': [{ keyId: OLD.keyId, before: OLD.keyId }, OTHER],
    'names another key that gave way': [{ keyId: NEW.keyId, before: NEW.keyId }, OTHER],
  };
  for (const [what, [data, fault]] of Object.entries(cases))
    it(`${fault === null ? 'is right' : 'is wrong'} where it ${what}`, () => assert.equal(faultOf(data), fault));
});
