import { z } from 'zod';
import { SERVICE_SETTINGS } from './service-settings.ts';
import type { Setting, Values } from './setting.ts';
import { settingValues } from './values.ts';

const BOT_KINDS = ['UserAssignedMSI', 'SingleTenant'] as const;

const botKind = z
  .string()
  .trim()
  .refine((kind) => kind.toLowerCase() !== 'multitenant', {
    message: 'is multi-tenant, which is refused: Airlock serves one tenant, and such bots cannot be created any more',
    abort: true,
  })
  .pipe(z.enum(BOT_KINDS, 'is neither UserAssignedMSI nor SingleTenant'));

/**
 * Who the service is: to Teams as a bot, and to Microsoft Graph and Defender as an app
 * (docs/facts/teams.md#credentials, docs/facts/teams.md#bot-registration).
 */
export const IDENTITY_SETTINGS = {
  tenantId: {
    variable: 'TENANT_ID',
    meaning: 'The Entra tenant that is served; nobody else is heard',
    example: '11111111-1111-4111-8111-111111111111',
    schema: settingValues.guid,
  },
  appId: {
    variable: 'BOT_APP_ID',
    meaning: 'App id of the bot registration',
    example: '33333333-3333-4333-8333-333333333333',
    schema: settingValues.guid,
  },
  appType: {
    variable: 'BOT_APP_TYPE',
    meaning: '`UserAssignedMSI` or `SingleTenant`; multi-tenant is refused',
    example: 'UserAssignedMSI',
    schema: botKind,
  },
  botSecret: {
    variable: 'BOT_APP_SECRET',
    meaning: 'SingleTenant: the client secret; one of this and the next two',
    example: '<the value of a client secret>',
    optional: true,
    schema: settingValues.secret,
  },
  botSecretFile: {
    variable: 'BOT_APP_SECRET_FILE',
    meaning: 'SingleTenant: a file that holds the client secret and nothing else',
    example: '/run/secrets/bot-secret',
    optional: true,
    schema: settingValues.path,
  },
  botCertificateFile: {
    variable: 'BOT_APP_CERTIFICATE_FILE',
    meaning: 'SingleTenant: a PEM file with certificate and private key',
    example: '/run/secrets/bot.pem',
    optional: true,
    schema: settingValues.path,
  },
  graphCredential: {
    variable: 'GRAPH_CREDENTIAL',
    meaning: 'How Graph and Defender are signed in to: `managed-identity`, `certificate` or `secret`',
    example: 'managed-identity',
    schema: z.enum(['managed-identity', 'certificate', 'secret'], 'is none of managed-identity, certificate, secret'),
  },
  graphClientId: {
    variable: 'GRAPH_CLIENT_ID',
    meaning: 'Client id of that managed identity or app registration, in the tenant above',
    example: '44444444-4444-4444-8444-444444444444',
    schema: settingValues.guid,
  },
  graphSecret: {
    variable: 'GRAPH_SECRET',
    meaning: '`secret`: the client secret; this or the next',
    example: '<the value of a client secret>',
    optional: true,
    schema: settingValues.secret,
  },
  graphSecretFile: {
    variable: 'GRAPH_SECRET_FILE',
    meaning: '`secret`: a file that holds the client secret and nothing else',
    example: '/run/secrets/graph-secret',
    optional: true,
    schema: settingValues.path,
  },
  graphCertificateFile: {
    variable: 'GRAPH_CERTIFICATE_FILE',
    meaning: '`certificate`: a PEM file with certificate and private key',
    example: '/run/secrets/graph.pem',
    optional: true,
    schema: settingValues.path,
  },
} as const satisfies Record<string, Setting<unknown>>;

/**
 * What must be written, word for word, before Airlock uses an API that Microsoft does not support
 * (docs/facts/defender.md#portal-api).
 */
export const PORTAL_SENTENCE = 'I understand that Microsoft does not support this API';

/** Where the service listens, keeps its data and reaches Microsoft. */
export const CONNECTION_SETTINGS = {
  connector: {
    variable: 'DEFENDER_CONNECTOR',
    meaning:
      '`guided`: an operator applies approved changes by hand; `portal`: Airlock writes them, by an unsupported API',
    example: 'guided',
    fallback: 'guided',
    schema: z.enum(['guided', 'portal'], 'is neither guided nor portal'),
  },
  portalSessionFile: {
    variable: 'PORTAL_SESSION_FILE',
    meaning: '`portal`: the file in which an operator keeps their session (mode 0600)',
    example: '/run/airlock/portal-session.json',
    optional: true,
    schema: settingValues.path,
  },
  portalAcknowledgement: {
    variable: 'PORTAL_ACKNOWLEDGEMENT',
    meaning: `\`portal\`: the sentence \`${PORTAL_SENTENCE}\``,
    example: PORTAL_SENTENCE,
    optional: true,
    schema: z.literal(PORTAL_SENTENCE, 'is not the sentence, word for word'),
  },
  databaseUrl: {
    variable: 'DATABASE_URL',
    meaning: 'PostgreSQL, for several instances; without it a SQLite file in `DATA_DIR`',
    example: 'postgres://airlock:<password>@db.example:5432/airlock?sslmode=verify-full',
    optional: true,
    schema: settingValues.postgres,
  },
  host: {
    variable: 'HOST',
    meaning: 'Address to listen on; the demo always takes `127.0.0.1`',
    example: '127.0.0.1',
    fallback: '0.0.0.0',
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
    meaning: 'Where tokens are fetched',
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
  sandbox: {
    variable: 'SANDBOX',
    meaning: '`loopback`: every address above is this machine; for trying Airlock out against its own sandbox',
    example: 'loopback',
    optional: true,
    schema: z.literal('loopback', 'is not loopback'),
  },
} as const satisfies Record<string, Setting<unknown>>;

/** Every variable of the service in production, in the order in which the README lists it. */
export const PRODUCTION_SETTINGS = { ...IDENTITY_SETTINGS, ...CONNECTION_SETTINGS, ...SERVICE_SETTINGS } as const;

export type ProductionValues = Values<typeof PRODUCTION_SETTINGS>;
