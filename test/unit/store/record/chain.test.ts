import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AuditEntry, AuditFacts } from '../../../../src/requests/ports/audit-entry.ts';
import { canonical } from '../../../../src/shared/json.ts';
import { verifyChain } from '../../../../src/store/audit-chain.ts';
import { sha256, signedEntry } from '../../../../src/store/record/entry.ts';
import { newRecordKey, publicKeys, type RecordKeys, recordKeys } from '../../../../src/store/record/record-keys.ts';
import { SQLITE_GUARDS } from '../../../../src/store/schema/append-only.ts';
import { POSTGRES_GUARD, POSTGRES_NEXT } from '../../../../src/store/schema/postgres-guards.ts';
import { publicPem, TEST_KEYS, testKeyPem } from '../../../support/runtime/record-keys.ts';
import { TENANT } from '../../../support/samples/ids.ts';

const NEWER = recordKeys(testKeyPem('b'), publicPem('a'));

function facts(event: string): AuditFacts {
  return { tenantId: TENANT, at: 1, event, actor: 'service', requestId: null, data: { of: event } };
}

/** As release 0.1.0 wrote it. */
function unsigned(
  previous: AuditEntry | null,
  { tenantId, at, event, actor, requestId, data }: AuditFacts,
): AuditEntry {
  const before = { seq: (previous?.seq ?? 0) + 1, previous: previous?.hash ?? '0'.repeat(64) };
  const link = { ...before, tenantId, at, event, actor, requestId, data };
  return { ...link, hash: sha256(canonical(link)), keyId: null, signature: null };
}

/** One entry of each event; `unsigned` in a pair's place of the key makes one of version 1. */
function chain(...links: readonly (readonly [string, RecordKeys | 'unsigned'])[]): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (const [event, keys] of links) {
    const last = entries.at(-1) ?? null;
    entries.push(keys === 'unsigned' ? unsigned(last, facts(event)) : signedEntry(keys, last, facts(event)));
  }
  return entries;
}

async function* each(entries: readonly AuditEntry[]): AsyncGenerator<AuditEntry> {
  yield* entries;
}

describe('the chain of the record', () => {
  const whole: Record<string, AuditEntry[]> = {
    'signed from its beginning': chain(['a', TEST_KEYS], ['b', TEST_KEYS]),
    'begun unsigned and sealed': chain(['a', 'unsigned'], ['record.sealed', TEST_KEYS], ['b', TEST_KEYS]),
    'continued with a new key': chain(['a', TEST_KEYS], ['record.key', NEWER], ['b', NEWER]),
    empty: [],
  };
  for (const [title, entries] of Object.entries(whole)) {
    it(`is intact where it is ${title}`, async () => {
      const verdict = await verifyChain(each(entries), NEWER.known);
      assert.equal(verdict.ok, true, JSON.stringify(verdict));
    });
  }

  const [first, second, third] = chain(['a', TEST_KEYS], ['b', TEST_KEYS], ['c', TEST_KEYS]);
  assert(first && second && third);
  const forged = recordKeys(newRecordKey().privatePem);
  const broken: Record<string, { entries: AuditEntry[]; at: number; why: RegExp }> = {
    'an edited field': { entries: [first, { ...second, actor: 'x' }, third], at: 2, why: /was changed/ },
    'an edited field under a hash made anew': {
      entries: [first, rehashed({ ...second, actor: 'x' })],
      at: 2,
      why: /was forged/,
    },
    'a removed entry': { entries: [first, third], at: 2, why: /entry 2 is missing/ },
    'an entry of a stranger': {
      entries: chain(['a', TEST_KEYS], ['b', forged]),
      at: 2,
      why: /signed with a key that is not known/,
    },
    'an unsigned entry after signed ones': {
      entries: chain(['a', TEST_KEYS], ['b', 'unsigned']),
      at: 2,
      why: /is not signed/,
    },
    'a signature taken away': {
      entries: [first, { ...second, signature: null, keyId: null }],
      at: 2,
      why: /was changed/,
    },
    'half a signature': { entries: [first, { ...second, signature: null }], at: 2, why: /half a signature/ },
    'a seal that is none': {
      entries: chain(['a', 'unsigned'], ['b', TEST_KEYS]),
      at: 2,
      why: /does not seal/,
    },
    'another key without a word': {
      entries: chain(['a', TEST_KEYS], ['b', NEWER]),
      at: 2,
      why: /no entry says that the key changed/,
    },
    'an old key that came back': {
      entries: chain(['a', TEST_KEYS], ['record.key', NEWER], ['record.key', TEST_KEYS]),
      at: 3,
      why: /had given way/,
    },
  };
  for (const [title, { entries, at, why }] of Object.entries(broken)) {
    it(`is broken by ${title}`, async () => {
      const verdict = await verifyChain(each(entries), NEWER.known);
      assert(!verdict.ok);
      assert.equal(verdict.brokenAt, at);
      assert.match(verdict.why, why);
    });
  }

  function rehashed(entry: AuditEntry): AuditEntry {
    const { hash: _hash, signature: _signature, ...link } = entry;
    return { ...entry, hash: sha256(canonical({ v: 2, ...link })) };
  }

  it('is signed with a key that comes from PEM, of Ed25519 alone', () => {
    const { privatePem, publicPem: own } = newRecordKey();
    assert.deepEqual([...publicKeys(own).keys()], [recordKeys(privatePem).keyId]);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const other = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    for (const pem of [other, own, '', 'x']) assert.throws(() => recordKeys(pem), { code: 'config-invalid' });
  });
});

describe('docs/operate.md', () => {
  it('has the statements that put back what makes the record append-only', async () => {
    const docs = await readFile('docs/operate.md', 'utf8');
    for (const text of [...Object.values(SQLITE_GUARDS), POSTGRES_GUARD, POSTGRES_NEXT])
      assert(docs.includes(text), text);
  });
});
