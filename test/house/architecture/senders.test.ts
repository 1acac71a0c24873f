import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

/** Calls that change something in Defender, by the methods of the ports `WritingTenant` and `SupportedTenant`. */
const SENDS = /\b(?:supported|tenant)\.(writeItems|write|cancel)\(/g;

/**
 * Every use case that sends something to Defender, and where the request that it sends of is replayed from the signed
 * record before: a file, and the call in it.
 */
const GUARDS: Readonly<Record<string, { readonly at: string; readonly by: RegExp }>> = {
  'applying/apply.ts write': {
    at: 'applying/apply.ts',
    by: /await recordedRequest\(services, request,[\s\S]*compareAndApply\(services, recorded,/,
  },
  'applying/items/write-parts.ts write': {
    at: 'applying/items/write-items.ts',
    by: /const request = await provenRequest\([\s\S]*writeParts\(services, request, task/,
  },
  'applying/items/write-slice.ts writeItems': {
    at: 'applying/items/write-items.ts',
    by: /const request = await provenRequest\([\s\S]*const slice = \{ request,[\s\S]*writeSlice\(services, slice\)/,
  },
  'applying/comment-alert.ts writeItems': {
    at: 'applying/comment-alert.ts',
    by: /const request = await provenRequest\([\s\S]*state: 'sent'[\s\S]*supported\.writeItems\(commenting\(request, alert\)/,
  },
  'applying/items/follow-parts.ts cancel': {
    at: 'applying/items/follow-parts.ts',
    by: /const request = await provenRequest\([\s\S]*appliedIn\(request, items\)[\s\S]*supported\.cancel\(/,
  },
};

const ROOT = 'src/requests';

describe('what is sent to Defender', () => {
  it('is sent by use cases that replay their request from the record first, and by no others', () => {
    const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const sends = files.flatMap((file) =>
      [...readFileSync(`${ROOT}/${file}`, 'utf8').matchAll(SENDS)].map(([, method]) => `${file} ${method}`),
    );
    assert.deepEqual(sends.toSorted(), Object.keys(GUARDS).toSorted());
  });

  for (const [send, { at, by }] of Object.entries(GUARDS))
    it(`is replayed before ${send}`, () => assert.match(readFileSync(`${ROOT}/${at}`, 'utf8'), by));
});
