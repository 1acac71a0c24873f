import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { check } from '../../torture/checker/check.ts';
import type { Entry, History, Press, Shown } from '../../torture/checker/history.ts';
import { canonical } from '../../torture/checker/record.ts';

const SEED = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 'k')]);
const KEY = createPrivateKey({ key: SEED, format: 'der', type: 'pkcs8' });

/** Who takes part: `anna` and `anna2` are two accounts of one person. */
const NAMES = { anna: 'Anna Admin', anna2: 'Anna Admin (2)', ben: 'Ben Boss' };

const BOUNDS = { startMs: 3_000, memory: 1_000, handles: 100 };

type Step = Pick<Entry, 'event' | 'actor' | 'requestId' | 'data'>;

/** A chain of signed entries. */
export function chained(steps: readonly Step[]): readonly Entry[] {
  const record: Entry[] = [];
  for (const step of steps) {
    const last = record.at(-1);
    const link = {
      seq: record.length + 1,
      previous: last?.hash ?? '0'.repeat(64),
      tenantId: 'a',
      at: 1_000,
      keyId: 'k',
    };
    const text = canonical({ v: 2, ...link, ...step });
    const signature = sign(null, Buffer.from(text), KEY).toString('base64');
    record.push({ ...link, ...step, hash: createHash('sha256').update(text).digest('hex'), signature });
  }
  return record;
}

/** What the record holds of a request that Anna asked for and Ben approved. */
export function life(number: number): readonly Step[] {
  const step = (event: string, actor: string, from: string, to: string, more: object = {}): Step => ({
    event: `request.${event}`,
    actor,
    requestId: `id-${number}`,
    data: { number, from, to, ...more },
  });
  return [
    { event: 'request.drafted', actor: 'anna', requestId: `id-${number}`, data: {} },
    step('submit', 'anna', 'draft', 'pending'),
    step('approve', 'ben', 'pending', 'approved'),
    step('start', 'service', 'approved', 'applying'),
    step('record-outcome', 'service', 'applying', 'applied', { outcome: { code: 'written' } }),
  ];
}

export function shown(number: number, says: string, more: Partial<Shown> = {}): Shown {
  const text = `Airlock request ${number}: ${says}.\n${says}\nAnna Admin asked`;
  return { id: `m${number}`, conversation: 'soc', thread: `t${number}`, text, marker: `${number}`, ...more };
}

export function approval(number: number, more: Partial<Press> = {}): Press {
  const text = `Airlock request ${number}: Approved, being checked.\nApproved by\n\nBen Boss`;
  return { by: 'ben', verb: 'approve', number, sentAt: 2_000, answer: { kind: 'card', text }, ...more };
}

/** A run without a fault: Anna asked for an indicator and for a switch, Ben approved both, and both were written. */
export const GOOD: History = {
  people: { anna: 'anna', anna2: 'anna', ben: 'ben' },
  names: NAMES,
  bot: ['bot'],
  asks: [
    { thread: 't1', by: 'anna', key: 'indicator evil.example' },
    { thread: 't2', by: 'anna', key: 'switch AutomatedIrEnabled true' },
  ],
  presses: [approval(1), approval(2)],
  messages: [shown(1, 'Applied'), shown(2, 'Applied')],
  writes: [
    { at: 3_000, what: 'Added the indicator evil.example', by: 'bot' },
    { at: 4_000, what: 'advanced features: AutomatedIrEnabled: false -> true', by: 'bot' },
  ],
  record: chained([...life(1), ...life(2)]),
  heads: [],
  publicKey: createPublicKey(KEY).export({ format: 'pem', type: 'spki' }).toString(),
  unsure: 0,
  starts: [{ ms: 900 }],
  usage: [{ process: 1, memory: 900, handles: 40 }],
};

/** The rules that a run breaks which differs from the good one in this. */
export function broken(by: Partial<History>): readonly string[] {
  return [...new Set(check({ ...GOOD, ...by }, BOUNDS).map(({ rule }) => rule))];
}
