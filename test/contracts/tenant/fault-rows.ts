import type { RequestState } from '../../../src/requests/record/request.ts';
import type { Fault } from '../../../src/sandbox/company/world.ts';
import type { ErrorCode } from '../../../src/shared/errors.ts';

type Strike = Omit<Fault, 'surface' | 'path' | 'times'>;

/** One way in which a service fails a reading, and all that follows from it. */
export interface FaultRow {
  readonly strike: Strike;
  readonly code: ErrorCode;
  /** What people read: on the card of an approved request, or in place of an answer. */
  readonly says: string;
  /** Milliseconds until it may be asked again, where the error says so. */
  readonly again?: number;
  /** False for a fault that differs from others in its words alone. */
  readonly walksRequests: boolean;
  /** What becomes of an approved request whose last reading before it is applied meets the fault. */
  readonly state: RequestState;
}

/** Every way in which the sandbox can fail a call. */
const STRIKES = {
  '401': { kind: 'status', status: 401 },
  '403': { kind: 'status', status: 403 },
  '404': { kind: 'status', status: 404 },
  '429 with Retry-After': { kind: 'status', status: 429, retryAfter: 90 },
  '429 without': { kind: 'status', status: 429 },
  '440': { kind: 'status', status: 440 },
  '500': { kind: 'status', status: 500 },
  '503': { kind: 'status', status: 503 },
  'no answer in time': { kind: 'hang' },
  'the line cut': { kind: 'cut' },
  'truncated JSON': { kind: 'truncated-json' },
  'a page in place of JSON': { kind: 'wrong-content-type' },
  'a key is missing': { kind: 'schema-drift' },
} as const satisfies Record<string, Strike>;

/** What a supported API, or something before it, says with a refusal: the reason is its own, never guessed. */
const SAYING = {
  '401 with a reason': {
    kind: 'status',
    status: 401,
    says: { code: 'Unauthorized', message: 'Tenant is not provisioned for Microsoft Defender for Endpoint' },
  },
  '403 with a reason': {
    kind: 'status',
    status: 403,
    says: { code: 'Forbidden', message: 'Tenant feature is not enabled' },
  },
  '401 of something before it': { kind: 'status', status: 401, page: true },
  '403 of something before it': { kind: 'status', status: 403, page: true },
  '404 of something before it': { kind: 'status', status: 404, page: true },
  '502 of something before it': { kind: 'status', status: 502, page: true },
  'a redirection': { kind: 'status', status: 302, page: true },
} as const satisfies Record<string, Strike>;

export type FaultName = keyof typeof STRIKES;
type SupportedFault = FaultName | keyof typeof SAYING;

type Told = readonly [code: ErrorCode, says: string, again?: number];

/** Whatever a reading meets, nothing is applied and nothing is lost: the request waits within its execution window. */
function rows<N extends FaultName | SupportedFault>(told: Readonly<Record<N, Told>>): Readonly<Record<N, FaultRow>> {
  const strikes: Readonly<Record<SupportedFault, Strike>> = { ...STRIKES, ...SAYING };
  const entries = Object.entries<Told>(told).map(([name, [code, says, again]]) => {
    const strike = strikes[name as N];
    const walksRequests = name in STRIKES;
    return [name, { strike, code, says, state: 'approved', walksRequests, ...(again !== undefined && { again }) }];
  });
  return Object.fromEntries(entries) as Record<N, FaultRow>;
}

const SIGN_IN = 'The session with the Defender portal has ended. Whoever operates Airlock has to sign in again.';
/** Who chose how long to wait. */
const ASKED = 'It asks to wait 2 minutes.';
const UNSAID = 'It did not say for how long: Airlock waits 1 minute.';
const UNKNOWN_FORM = 'Defender answered in a form that Airlock does not know.';

/** The portal's own API, in an operator's session. */
export const PORTAL_ROWS = rows({
  '401': ['tenant-signed-out', SIGN_IN],
  '403': [
    'tenant-refused',
    'Defender refused the call (HTTP 403), saying: "The sandbox was told to answer 403 Forbidden."',
  ],
  '404': [
    'tenant-refused',
    'Defender refused the call (HTTP 404), saying: "The sandbox was told to answer 404 NotFound."',
  ],
  '429 with Retry-After': ['tenant-throttled', `Defender takes no call now (HTTP 429). ${ASKED}`, 90_000],
  '429 without': ['tenant-throttled', `Defender takes no call now (HTTP 429). ${UNSAID}`, 60_000],
  '440': ['tenant-signed-out', SIGN_IN],
  '500': [
    'tenant-unavailable',
    'Defender has a fault of its own (HTTP 500), saying: "The sandbox was told to answer 500 InternalServerError."',
  ],
  '503': [
    'tenant-unavailable',
    'Defender has a fault of its own (HTTP 503), saying: "The sandbox was told to answer 503 ServiceUnavailable."',
  ],
  '403 with a reason': [
    'tenant-refused',
    'Defender refused the call (HTTP 403), saying: "Tenant feature is not enabled".',
  ],
  '403 of something before it': [
    'tenant-refused',
    'The call to Defender was answered with HTTP 403, which says no reason. The answer may be of something before it, such as a proxy, a gateway or a Conditional Access policy.',
  ],
  'no answer in time': ['tenant-unavailable', 'Defender did not answer in time.'],
  'the line cut': ['tenant-unavailable', 'The connection to Defender broke.'],
  'truncated JSON': ['tenant-schema', UNKNOWN_FORM],
  'a page in place of JSON': ['tenant-schema', UNKNOWN_FORM],
  'a key is missing': ['tenant-schema', UNKNOWN_FORM],
});

/** A supported API, with Airlock's own token, which holds the permission. */
function supported(name: string, permission: string): Record<SupportedFault, Told> {
  const told = (status: number, code: string) =>
    `(HTTP ${status}, ${code}), saying: "The sandbox was told to answer ${status} ${code}."`;
  const holds = `Airlock's token holds ${permission}.`;
  const signIn = `${name} did not take Airlock's sign-in`;
  const form = `${name} answered in a form that Airlock does not know.`;
  const pause = (wait: string) =>
    `${name} takes no call now (HTTP 429), saying: "The sandbox was told to answer 429 TooManyRequests." ${wait}`;
  const before = (status: number) =>
    `The call to ${name} was answered with HTTP ${status}, which says no reason. The answer may be of something before it, such as a proxy, a gateway or a Conditional Access policy.`;
  return {
    '401': ['tenant-signed-out', `${signIn} ${told(401, 'Unauthorized')}`],
    '403': ['tenant-refused', `${name} refused the call ${told(403, 'Forbidden')} ${holds}`],
    '404': ['tenant-refused', `${name} refused the call ${told(404, 'NotFound')}`],
    '429 with Retry-After': ['tenant-throttled', pause(ASKED), 90_000],
    '429 without': ['tenant-throttled', pause(UNSAID), 60_000],
    '440': ['tenant-signed-out', `${signIn} ${told(440, 'LoginTimeout')}`],
    '500': ['tenant-unavailable', `${name} has a fault of its own ${told(500, 'InternalServerError')}`],
    '503': ['tenant-unavailable', `${name} has a fault of its own ${told(503, 'ServiceUnavailable')}`],
    'no answer in time': ['tenant-unavailable', `${name} did not answer in time.`],
    'the line cut': ['tenant-unavailable', `The connection to ${name} broke.`],
    'truncated JSON': ['tenant-schema', form],
    'a page in place of JSON': ['tenant-schema', form],
    'a key is missing': ['tenant-schema', form],
    '401 with a reason': [
      'tenant-signed-out',
      `${signIn} (HTTP 401, Unauthorized), saying: "Tenant is not provisioned for Microsoft Defender for Endpoint".`,
    ],
    '403 with a reason': [
      'tenant-refused',
      `${name} refused the call (HTTP 403, Forbidden), saying: "Tenant feature is not enabled". ${holds}`,
    ],
    '401 of something before it': ['tenant-refused', before(401)],
    '403 of something before it': ['tenant-refused', before(403)],
    '404 of something before it': ['tenant-unavailable', before(404)],
    '502 of something before it': ['tenant-unavailable', before(502)],
    'a redirection': ['tenant-refused', before(302)],
  };
}

/** Microsoft Graph's list of device groups. */
export const GRAPH_ROWS = rows(supported('Microsoft Graph', 'RoleManagement.Read.Defender'));

const { '404': _none, ...machineFaults } = rows(supported('Defender', 'Machine.Read.All'));

/** The public API's list of devices; 404 is no fault there, but says that there is no device. */
export const MACHINE_ROWS: Readonly<Record<string, FaultRow>> = machineFaults;
