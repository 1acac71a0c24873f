import type { KeyObject } from 'node:crypto';
import type { World } from '../company/world.ts';
import { stableId } from '../wire/stable-id.ts';
import type { ResourceName } from './resources.ts';

/**
 * The app registration that reads. None of it is secret: it gives access only to an invented company on loopback.
 */
export const DEMO_APP = {
  clientId: '22222222-2222-4222-8222-222222222222',
  clientSecret: 'sandbox~only~not~a~secret~0000000000000000',
  displayName: 'Airlock (sandbox)',
} as const;

/** The app registration that writes by supported APIs. */
export const WRITER_APP = {
  clientId: '55555555-5555-4555-8555-555555555555',
  clientSecret: 'sandbox~only~not~a~secret~1111111111111111',
  displayName: 'Airlock writer (sandbox)',
} as const;

/**
 * An app registration with its service principal. Tests and controls change it. Tokens that were issued before keep
 * their claims, as in Entra.
 */
export interface AppRegistration {
  readonly clientId: string;
  readonly displayName: string;
  /** Object id of the service principal: the `oid` and `sub` of its tokens. */
  readonly servicePrincipalId: string;
  clientSecret: string;
  /** Milliseconds since 1970-01-01T00:00:00Z; null for a secret that does not expire. */
  secretExpiresAt: number | null;
  /** Public keys of the app's certificates, for checking client assertions. */
  readonly certificates: KeyObject[];
  /** Application permissions that an admin granted; they become the `roles` claim of the next token. */
  readonly permissions: Readonly<Record<ResourceName, Set<string>>>;
}

const registrations = new WeakMap<World, Apps>();

/** The registration of the app that reads, in this world's tenant. */
export function demoApp(world: World): AppRegistration {
  return appsOf(world)[0];
}

/** The registration of the app that writes. */
export function writerApp(world: World): AppRegistration {
  return appsOf(world)[1];
}

/** The app with this client id; undefined where the tenant has none. */
export function appWithId(world: World, clientId: string): AppRegistration | undefined {
  return appsOf(world).find((app) => app.clientId === clientId.toLowerCase());
}

type Apps = readonly [AppRegistration, AppRegistration];

function appsOf(world: World): Apps {
  const known = registrations.get(world);
  if (known) return known;
  const fresh: Apps = [register(world, DEMO_APP, READS), register(world, WRITER_APP, WRITES)];
  registrations.set(world, fresh);
  return fresh;
}

const READS = {
  graph: [
    'User.Read.All',
    'GroupMember.Read.All',
    'RoleManagement.Read.Directory',
    'RoleManagement.Read.Defender',
    'SecurityAlert.Read.All',
    'ThreatHunting.Read.All',
  ],
  mde: ['Machine.Read.All', 'Alert.Read.All', 'Score.Read.All'],
  activity: ['ActivityFeed.Read'],
};

const WRITES = {
  graph: [],
  mde: [
    'Machine.Read.All',
    'Machine.ReadWrite.All',
    'Machine.Scan',
    'Machine.Isolate',
    'Machine.RestrictExecution',
    'Ti.ReadWrite.All',
    'Alert.ReadWrite.All',
  ],
  activity: [],
};

type Granted = Readonly<Record<keyof typeof READS, readonly string[]>>;

function register(
  world: World,
  { clientId, clientSecret, displayName }: typeof DEMO_APP | typeof WRITER_APP,
  { graph, mde, activity }: Granted,
): AppRegistration {
  return {
    clientId,
    displayName,
    servicePrincipalId: stableId('service principal', world.tenantId, clientId),
    clientSecret,
    secretExpiresAt: null,
    certificates: [],
    permissions: {
      graph: new Set(graph),
      mde: new Set(mde),
      activity: new Set(activity),
      connector: new Set(),
    },
  };
}
