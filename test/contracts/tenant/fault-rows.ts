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

export type FaultName = keyof typeof STRIKES;

type Told = readonly [code: ErrorCode, says: string, again?: number];

/** Whatever a reading meets, nothing is applied and nothing is lost: the request waits within its execution window. */
function rows(told: Readonly<Record<FaultName, Told>>): Readonly<Record<FaultName, FaultRow>> {
  const entries = Object.entries(STRIKES).map(([name, strike]) => {
    const [code, says, again] = told[name as FaultName];
    return [name, { strike, code, says, state: 'approved', ...(again !== undefined && { again }) }];
  });
  return Object.fromEntries(entries) as Record<FaultName, FaultRow>;
}

const GRANT =
  "Grant it in Entra ID to Airlock's app or managed identity, as an application permission with admin consent.";
const CHECK_APP = 'Check that its app or managed identity is enabled in Entra ID.';
const SIGN_IN = 'The session with the Defender portal has ended. Whoever operates Airlock has to sign in again.';
const UNKNOWN_FORM = 'Defender answered in a form that Airlock does not know.';

/** The portal's own API, in an operator's session. */
export const PORTAL_ROWS = rows({
  '401': ['tenant-signed-out', SIGN_IN],
  '403': [
    'tenant-refused',
    'Defender refused the call (HTTP 403), saying: "The sandbox was told to answer 403 Forbidden." The operator who is signed in may lack the permission for it.',
  ],
  '404': [
    'tenant-refused',
    'Defender refused the call (HTTP 404), saying: "The sandbox was told to answer 404 NotFound."',
  ],
  '429 with Retry-After': ['tenant-throttled', 'Defender asks to wait before the next call.', 90_000],
  '429 without': ['tenant-throttled', 'Defender asks to wait before the next call.', 60_000],
  '440': ['tenant-signed-out', SIGN_IN],
  '500': ['tenant-unavailable', 'Defender has a fault of its own (HTTP 500).'],
  '503': ['tenant-unavailable', 'Defender has a fault of its own (HTTP 503).'],
  'no answer in time': ['tenant-unavailable', 'Defender did not answer in time.'],
  'the line cut': ['tenant-unavailable', 'The connection to Defender broke.'],
  'truncated JSON': ['tenant-schema', UNKNOWN_FORM],
  'a page in place of JSON': ['tenant-schema', UNKNOWN_FORM],
  'a key is missing': ['tenant-schema', UNKNOWN_FORM],
});

/** A supported API, with Airlock's own token. */
function supported(name: string, permission: string): Record<FaultName, Told> {
  const signIn = (status: number) => `${name} did not take Airlock's sign-in (HTTP ${status}). ${CHECK_APP}`;
  const form = `${name} answered in a form that Airlock does not know.`;
  return {
    '401': ['tenant-signed-out', signIn(401)],
    '403': ['tenant-refused', `Airlock lacks the permission ${permission}. ${GRANT}`],
    '404': ['tenant-refused', `${name} refused the call (HTTP 404).`],
    '429 with Retry-After': [
      'tenant-throttled',
      `${name} takes no more calls for 2 minutes: its limit on calls is reached.`,
      90_000,
    ],
    '429 without': [
      'tenant-throttled',
      `${name} takes no more calls for 1 minute: its limit on calls is reached.`,
      60_000,
    ],
    '440': ['tenant-signed-out', signIn(440)],
    '500': ['tenant-unavailable', `${name} has a fault of its own (HTTP 500).`],
    '503': ['tenant-unavailable', `${name} has a fault of its own (HTTP 503).`],
    'no answer in time': ['tenant-unavailable', `${name} did not answer in time.`],
    'the line cut': ['tenant-unavailable', `The connection to ${name} broke.`],
    'truncated JSON': ['tenant-schema', form],
    'a page in place of JSON': ['tenant-schema', form],
    'a key is missing': ['tenant-schema', form],
  };
}

/** Microsoft Graph's list of device groups. */
export const GRAPH_ROWS = rows(supported('Microsoft Graph', 'RoleManagement.Read.Defender on Microsoft Graph'));

const { '404': _none, ...machineFaults } = rows(supported('Defender', 'Machine.Read.All on WindowsDefenderATP'));

/** The public API's list of devices; 404 is no fault there, but says that there is no device. */
export const MACHINE_ROWS: Readonly<Record<string, FaultRow>> = machineFaults;
