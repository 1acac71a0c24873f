import type { WriteOutcome } from '../../../src/requests/ports/tenant.ts';
import type { Fault } from '../../../src/sandbox/company/world.ts';

type Strike = Pick<Fault, 'kind' | 'status' | 'retryAfter'>;
type Expected = Omit<Extract<WriteOutcome, { kind: 'refused' }>, 'kind' | 'why' | 'retryAt'> & {
  readonly kind: 'refused';
  readonly why: RegExp;
  /** Seconds until it may be tried again; null for never. */
  readonly wait: number | null;
};
export type Ending =
  | Expected
  | { readonly kind: 'written' }
  | { readonly kind: 'accepted' | 'unknown'; readonly why: RegExp };

/** One way for Defender to fail, and how a write ends where it strikes. */
export interface WriteFault {
  readonly name: string;
  readonly strike: Strike;
  /** On the reading before the write: nothing is ever written. */
  readonly onRead: Ending;
  /** On the write itself, and whether it landed. */
  readonly onWrite: Ending;
  readonly lands: boolean;
  /** On the reading after it: it has landed, so nothing of it is taken back. */
  readonly onReadBack: RegExp;
}

const status = (code: number, retryAfter?: number): Strike => ({
  kind: 'status',
  status: code,
  ...(retryAfter === undefined ? {} : { retryAfter }),
});
const refused = (code: Expected['code'], why: RegExp, wait: number | null): Expected => ({
  kind: 'refused',
  code,
  why,
  wait,
});
const unknown = (why: RegExp): Ending => ({ kind: 'unknown', why });

const signedOut = refused('tenant-signed-out', /session .+ has ended\. Whoever operates Airlock has to sign in/, 30);
const forbidden = refused('tenant-refused', /\(HTTP 403\), saying: "The sandbox/, null);
const invalid = refused(
  'tenant-refused',
  /\(HTTP 400\), saying: "The sandbox was told to answer 400 BadRequest\."/,
  null,
);
const throttled = refused('tenant-throttled', /asks to wait/, 120);
const down = refused('tenant-unavailable', /fault of its own \(HTTP 500\)/, 30);
const silent = refused('tenant-unavailable', /^No answer|connection/, 30);
const odd = refused('tenant-schema', /form that Airlock does not know/, 30);
const accepted: Ending = { kind: 'written' };

export const WRITE_FAULTS: readonly WriteFault[] = [
  { name: '400', strike: status(400), onRead: invalid, onWrite: invalid, lands: false, onReadBack: /HTTP 400/ },
  {
    name: '401',
    strike: status(401),
    onRead: signedOut,
    onWrite: signedOut,
    lands: false,
    onReadBack: /has to sign in again/,
  },
  { name: '403', strike: status(403), onRead: forbidden, onWrite: forbidden, lands: false, onReadBack: /HTTP 403/ },
  {
    name: '429',
    strike: status(429, 120),
    onRead: throttled,
    onWrite: throttled,
    lands: false,
    onReadBack: /asks to wait/,
  },
  {
    name: '440',
    strike: status(440),
    onRead: signedOut,
    onWrite: signedOut,
    lands: false,
    onReadBack: /has to sign in again/,
  },
  {
    name: '408',
    strike: status(408),
    onRead: refused('tenant-unavailable', /HTTP 408/, 30),
    onWrite: unknown(/no clear answer.+HTTP 408/),
    lands: false,
    onReadBack: /HTTP 408/,
  },
  {
    name: '500',
    strike: status(500),
    onRead: down,
    onWrite: unknown(/no clear answer.+HTTP 500/),
    lands: false,
    onReadBack: /HTTP 500/,
  },
  {
    name: 'cut',
    strike: { kind: 'cut' },
    onRead: silent,
    onWrite: unknown(/no clear answer/),
    lands: false,
    onReadBack: /No answer|connection/,
  },
  {
    name: 'cut-after',
    strike: { kind: 'cut-after' },
    onRead: silent,
    onWrite: unknown(/no clear answer/),
    lands: true,
    onReadBack: /No answer|connection/,
  },
  {
    name: 'truncated-json',
    strike: { kind: 'truncated-json' },
    onRead: odd,
    onWrite: accepted,
    lands: true,
    onReadBack: /does not know/,
  },
  {
    name: 'wrong-content-type',
    strike: { kind: 'wrong-content-type' },
    onRead: odd,
    onWrite: accepted,
    lands: true,
    onReadBack: /does not know/,
  },
  {
    name: 'schema-drift',
    strike: { kind: 'schema-drift' },
    onRead: odd,
    onWrite: accepted,
    lands: true,
    onReadBack: /does not know/,
  },
];
