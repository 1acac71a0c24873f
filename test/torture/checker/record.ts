import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Entry, History, Violation } from './history.ts';
import { type Recorded, recordedRequests } from './requests.ts';

/** The record is one signed chain, as earlier exports had it, and each step begins where the one before ended. */
export function checkRecord({ record, heads, publicKey }: History): readonly Violation[] {
  const key = createPublicKey(publicKey);
  const changed = record.flatMap((entry, index) => faultOf(entry, record[index - 1], key) ?? []);
  const gone = heads.filter(({ seq, hash }) => record[seq - 1]?.hash !== hash);
  const heard = gone.map(({ seq }) => `entry ${seq} is not the one that an earlier export had`);
  return [
    ...[...changed, ...heard].map((what) => ({ rule: 'changed record', what })),
    ...recordedRequests(record).flatMap(brokenPath),
  ];
}

function faultOf(entry: Entry, before: Entry | undefined, key: KeyObject): string | null {
  const { hash, signature, ...link } = entry;
  const text = canonical({ v: 2, ...link });
  if (entry.seq !== (before?.seq ?? 0) + 1) return `entry ${entry.seq} follows ${before?.seq ?? 'nothing'}`;
  if (entry.previous !== (before?.hash ?? '0'.repeat(64))) return `entry ${entry.seq} does not follow the one before`;
  if (createHash('sha256').update(text).digest('hex') !== hash) return `entry ${entry.seq} does not fit its hash`;
  if (signature === null || !verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64')))
    return `entry ${entry.seq} is not signed by the key of the record`;
  return null;
}

/** JSON whose keys are in order, without blanks. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, inside]) => `${JSON.stringify(key)}:${canonical(inside)}`);
  return `{${parts.join(',')}}`;
}

function brokenPath({ id, number, steps }: Recorded): readonly Violation[] {
  let state: string | null = 'draft';
  for (const { seq, event, from, to } of steps) {
    if (event === 'drafted') continue;
    if (from !== null && from !== state) {
      const what = `#${number ?? id}: entry ${seq} (${event}) begins at ${from}, and the request was ${state}`;
      return [{ rule: 'broken path', what }];
    }
    state = to ?? state;
  }
  const writes = steps.filter(({ event }) => event === 'start').length;
  const ends = steps.filter(({ event }) => event === 'record-outcome').length;
  return ends > writes
    ? [{ rule: 'broken path', what: `#${number}: more outcomes (${ends}) than starts (${writes})` }]
    : [];
}
