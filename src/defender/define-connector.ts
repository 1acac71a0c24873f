import type { Scope } from '../changes/tenant-snapshot.ts';
import type { Directory } from '../requests/ports/directory.ts';
import type { Tenant } from '../requests/ports/tenant.ts';
import { isAirlockError } from '../shared/errors.ts';
import { type Finding, failure, ok } from '../shared/finding.ts';
import type { Clock, Log } from '../shared/runtime.ts';
import type { SettingsTable, Values } from '../shared/setting.ts';
import type { ReadFleet } from './public-api/fleet.ts';

/** The cookies that a browser has after signing in to the portal. Never logged. */
export interface PortalSession {
  readonly sccauth: string;
  /** The XSRF-TOKEN cookie as the browser stores it: URL-encoded. */
  readonly xsrf: string;
  /** When the portal gave that cookie, in ms since 1970. Absent for one that an operator handed over: not known. */
  readonly xsrfAt?: number;
  /** User principal name of the person who signed in. */
  readonly owner: string;
}

/** Where the session comes from; an operator supplies it. */
export interface SessionSource {
  /** Null when nobody is signed in. */
  current(): Promise<PortalSession | null>;
  /**
   * Stores a new XSRF cookie: the portal sends one with each answer. It belongs to the session that made the call,
   * which may no longer be the current one.
   * @param at when it came, in ms since 1970
   */
  rotated(session: PortalSession, xsrf: string, at: number): void;
  /** Notes that the portal has ended this session. */
  ended(session: PortalSession): void;
}

/** An application permission of Airlock's own identity. Airlock uses it only to read. */
export interface Permission {
  readonly resource: 'graph' | 'mde' | 'activity';
  /** `Machine.Read.All` */
  readonly name: string;
  /** What Airlock does with it. */
  readonly why: string;
  /** True where Airlock works without it, but lacks some information. */
  readonly optional?: true;
  /** A path whose answer shows whether the permission is granted; `{tenant}` stands for the tenant's id. */
  readonly probe: string;
  /** Sent to that path by POST; a GET where absent. */
  readonly post?: object;
}

/** What a connector is created with: the tenant, the APIs, and what it may need of the runtime. */
interface ConnectorContext {
  readonly tenantId: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds for one call. */
  readonly timeoutMs: number;
  /** Microsoft Graph: its origin and tokens for it. */
  readonly graph: { readonly baseUrl: string; readonly getToken: () => Promise<string> };
  /** Origin of the Defender portal. */
  readonly portalUrl: string;
  /** Reads the devices from Defender's public API. */
  readonly fleet: ReadFleet;
  /** A session to use instead of the one that the settings name; the demo and the tests pass one. */
  readonly session?: SessionSource;
}

/** What the doctor gives a connector to examine. */
export interface ConnectorUnderTest {
  readonly clock: Clock;
  readonly directory: Pick<Directory, 'byName'>;
  readonly tenant: Tenant;
}

/** One row of the registry: everything that Airlock knows about one way to reach Defender. */
export interface Connector<S extends SettingsTable = SettingsTable> {
  /** Its name in DEFENDER_CONNECTOR. */
  readonly kind: string;
  /** Its own settings. A setting without `optional` or a fallback is required if this connector is chosen. */
  readonly settings: S;
  /** Permissions that it needs in addition to those that Airlock always needs. */
  readonly permissions: readonly Permission[];
  readonly words: {
    /** The description after the name in the table of settings. */
    readonly setting: string;
    /** Sentences to log at the start: what Airlock will change in the tenant, and with which rights. */
    readonly start: string;
  };
  /** Creates the tenant; its `applies` and `reads` say what the connector can do. */
  create(context: ConnectorContext, values: Values<S>): Tenant;
  /**
   * Examines the connector for the doctor.
   * @throws AirlockError where there is no answer
   */
  examine(context: ConnectorUnderTest, values: Values<S>): Promise<readonly Finding[]>;
}

/** Type-checks a row against its own settings, then erases their types, since the registry holds rows of any kind. */
export function defineConnector<S extends SettingsTable>(row: Connector<S>): Connector {
  return row;
}

/** What was read: the checks of the APIs say what else can be. */
const WHAT = { groups: 'the list of device groups', features: 'what the portal shows of switches' } as const;

const LATER = 'See what the checks above say; try again in a few minutes.';

/**
 * Reads the tenant for the doctor.
 * @param signedOut what to do if nobody is signed in
 */
export async function examineReading(
  { tenant }: ConnectorUnderTest,
  scopes: readonly Scope[],
  signedOut = LATER,
): Promise<Finding> {
  try {
    const { product, groupsUnread } = await tenant.read(scopes);
    if (groupsUnread !== undefined) return failure('Defender cannot be read', groupsUnread, LATER);
    const what = `${WHAT[scopes.includes('groups') ? 'groups' : 'features']} can be read`;
    return ok(product === 'unknown' ? what : `${what}: ${product}`);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return failure('Defender cannot be read', error.message, error.code === 'tenant-signed-out' ? signedOut : LATER);
  }
}
