import type { KeyObject } from 'node:crypto';
import type { World } from '../company/world.ts';
import { stableId } from '../wire/stable-id.ts';
import type { ResourceName } from './resources.ts';

/**
 * The sandbox's only app registration. None of it is secret: it gives access only to an invented company on loopback.
 */
export const DEMO_APP = {
  clientId: '22222222-2222-4222-8222-222222222222',
  clientSecret: 'sandbox~only~not~a~secret~0000000000000000',
  displayName: 'Airlock (sandbox)',
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

const registrations = new WeakMap<World, AppRegistration>();

/** The demo app's registration in this world's tenant. */
export function demoApp(world: World): AppRegistration {
  const known = registrations.get(world);
  if (known) return known;
  const fresh = register(world);
  registrations.set(world, fresh);
  return fresh;
}

function register(world: World): AppRegistration {
  return {
    clientId: DEMO_APP.clientId,
    displayName: DEMO_APP.displayName,
    servicePrincipalId: stableId('service principal', world.tenantId, DEMO_APP.clientId),
    clientSecret: DEMO_APP.clientSecret,
    secretExpiresAt: null,
    certificates: [],
    permissions: {
      graph: new Set([
        'User.Read.All',
        'GroupMember.Read.All',
        'RoleManagement.Read.Directory',
        'RoleManagement.Read.Defender',
        'SecurityAlert.Read.All',
        'ThreatHunting.Read.All',
      ]),
      mde: new Set(['Machine.Read.All', 'Machine.Scan', 'Alert.Read.All', 'Score.Read.All']),
      activity: new Set(['ActivityFeed.Read']),
      connector: new Set(),
    },
  };
}
