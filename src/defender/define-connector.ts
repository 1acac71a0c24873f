import type { Scope } from '../changes/tenant-snapshot.ts';
import type { Directory } from '../requests/ports/directory.ts';
import type { Tenant } from '../requests/ports/tenant.ts';
import { isAirlockError } from '../shared/errors.ts';
import { type Finding, failure, ok } from '../shared/finding.ts';
import type { Clock, Log } from '../shared/runtime.ts';
import type { SettingsTable, Values } from '../shared/setting.ts';
import type { ReadFleet } from './public-api/fleet.ts';

/** What a browser holds after signing in to the portal. Never logged. */
export interface PortalSession {
  readonly sccauth: string;
  /** The XSRF-TOKEN cookie as it stands in the jar: URL-encoded. */
  readonly xsrf: string;
  /** User principal name of the person who signed in. */
  readonly owner: string;
}

/** Where the session comes from; an operator supplies it. */
export interface SessionSource {
  /** Null when nobody is signed in. */
  current(): Promise<PortalSession | null>;
  /**
   * The portal hands out a new XSRF cookie with each answer, to the session that asked: it may not be the current one
   * any more.
   */
  rotated(session: PortalSession, xsrf: string): void;
  /** The portal says that this session has ended. */
  ended(session: PortalSession): void;
}

/** An application permission of Airlock's own identity, which only ever reads. */
export interface Permission {
  readonly resource: 'graph' | 'mde';
  /** `Machine.Read.All` */
  readonly name: string;
  /** What Airlock does with it. */
  readonly why: string;
  /** True where only some information is missing without it. */
  readonly optional?: true;
  /** A path whose answer shows that it is granted. */
  readonly probe: string;
}

/** What a connector is made with: the tenant, the APIs, and the parts of the runtime that it may need. */
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
  /** The devices by Defender's public API. */
  readonly fleet: ReadFleet;
  /** An operator's session to use in place of the one that the settings name; the demo and the tests give it. */
  readonly session?: SessionSource;
}

/** What the doctor asks a connector about. */
export interface ConnectorUnderTest {
  readonly clock: Clock;
  readonly directory: Pick<Directory, 'byName'>;
  readonly tenant: Pick<Tenant, 'read'>;
}

/** One row of the registry: everything that Airlock knows of one way to reach Defender. */
export interface Connector<S extends SettingsTable = SettingsTable> {
  /** Its name in DEFENDER_CONNECTOR. */
  readonly kind: string;
  /** Settings of its own. One without `optional` or a fallback is required where this connector is chosen. */
  readonly settings: S;
  /** Permissions that it needs beside those that Airlock always needs. */
  readonly permissions: readonly Permission[];
  readonly words: {
    /** Follows the name in the table of settings. */
    readonly setting: string;
    /** Sentences for the start: what of the tenant Airlock will touch, and by what right. */
    readonly start: string;
  };
  /** The tenant says what the connector can do: `applies`, `reads`. */
  create(context: ConnectorContext, values: Values<S>): Tenant;
  /** What the doctor finds. @throws AirlockError where there is no answer */
  examine(context: ConnectorUnderTest, values: Values<S>): Promise<readonly Finding[]>;
}

/** Checks a row against its own settings, and forgets their types: the registry holds rows of any kind. */
export function defineConnector<S extends SettingsTable>(row: Connector<S>): Connector {
  return row;
}

const LATER = 'See what the checks above say; try again in a few minutes.';

/**
 * The doctor's reading of the tenant.
 * @param signedOut what to do where nobody is signed in
 */
export async function examineReading(
  { tenant }: ConnectorUnderTest,
  scopes: readonly Scope[],
  signedOut = LATER,
): Promise<Finding> {
  try {
    const { product } = await tenant.read(scopes);
    return ok(product === 'unknown' ? 'Defender can be read' : `Defender can be read: ${product}`);
  } catch (error) {
    if (!isAirlockError(error)) throw error;
    return failure('Defender cannot be read', error.message, error.code === 'tenant-signed-out' ? signedOut : LATER);
  }
}
