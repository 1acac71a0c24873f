import { z } from 'zod';
import type { Setting } from '../../../shared/setting.ts';
import { settingValues } from './setting-values.ts';

/** What `npm run airlock -- migrate` needs; the service itself must not have it. */
export const OWNER_SETTINGS = {
  ownerUrl: {
    variable: 'DATABASE_OWNER_URL',
    meaning:
      'PostgreSQL as the owner of the tables, for `npm run airlock -- migrate` alone: never give it to the service',
    example: 'postgres://airlock_owner:<password>@db.example:5432/airlock?sslmode=verify-full',
    secret: true,
    schema: settingValues.postgres,
  },
} as const satisfies Record<string, Setting<unknown>>;

/** Where the service listens, keeps its data and reaches Microsoft. */
export const CONNECTION_SETTINGS = {
  databaseUrl: {
    variable: 'DATABASE_URL',
    meaning: 'PostgreSQL, for several instances; without it a SQLite file in `DATA_DIR`',
    example: 'postgres://airlock:<password>@db.example:5432/airlock?sslmode=verify-full',
    optional: true,
    secret: true,
    schema: settingValues.postgres,
  },
  databaseClientId: {
    variable: 'DATABASE_CLIENT_ID',
    meaning: 'Client id of the managed identity that signs in to PostgreSQL; `DATABASE_URL` then has no password',
    example: '66666666-6666-4666-8666-666666666666',
    optional: true,
    schema: settingValues.guid,
  },
  host: {
    variable: 'HOST',
    meaning: 'Address to listen on; the demo always uses `127.0.0.1`',
    example: '127.0.0.1',
    fallback: '0.0.0.0',
    schema: settingValues.host,
  },
  opsPort: {
    variable: 'OPS_PORT',
    meaning: 'Port of `/healthz`, `/readyz` and `/metrics`; the demo serves them on `PORT`',
    example: '3980',
    fallback: '3980',
    schema: settingValues.port,
  },
  opsHost: {
    variable: 'OPS_HOST',
    meaning: 'Address of that port; in a container `0.0.0.0`, and never reachable from outside',
    example: '127.0.0.1',
    fallback: '127.0.0.1',
    schema: settingValues.host,
  },
  cloud: {
    variable: 'CLOUD',
    meaning: '`public`, or `us-government` (GCC High, DoD)',
    example: 'public',
    fallback: 'public',
    schema: z.enum(['public', 'us-government'], 'is neither public nor us-government'),
  },
  loginUrl: {
    variable: 'LOGIN_BASE_URL',
    meaning: 'Where tokens come from',
    example: 'https://login.microsoftonline.com',
    optional: true,
    shownDefault: 'the host of the cloud',
    schema: settingValues.origin,
  },
  graphUrl: {
    variable: 'GRAPH_BASE_URL',
    meaning: 'Microsoft Graph',
    example: 'https://graph.microsoft.com',
    optional: true,
    shownDefault: 'the host of the cloud',
    schema: settingValues.origin,
  },
  mdeUrl: {
    variable: 'MDE_BASE_URL',
    meaning: 'Defender for Endpoint; a host of your region answers faster',
    example: 'https://eu.api.security.microsoft.com',
    optional: true,
    shownDefault: 'the host of the cloud',
    schema: settingValues.origin,
  },
  portalUrl: {
    variable: 'PORTAL_BASE_URL',
    meaning: 'The Defender portal',
    example: 'https://security.microsoft.com',
    optional: true,
    shownDefault: 'the host of the cloud',
    schema: settingValues.origin,
  },
  activityUrl: {
    variable: 'ACTIVITY_BASE_URL',
    meaning: 'The Management Activity API, which holds Microsoft’s audit log; GCC has `https://manage-gcc.office.com`',
    example: 'https://manage.office.com',
    optional: true,
    shownDefault: 'the host of the cloud; with `SANDBOX` that of `GRAPH_BASE_URL`',
    schema: settingValues.origin,
  },
  sandbox: {
    variable: 'SANDBOX',
    meaning:
      '`loopback`: every address above is this machine; to try Airlock out [against its own sandbox](architecture.md#the-service-against-the-sandbox)',
    example: 'loopback',
    optional: true,
    schema: z.literal('loopback', 'is not loopback'),
  },
} as const satisfies Record<string, Setting<unknown>>;
