import { z } from 'zod';
import type { Setting } from '../../../shared/setting.ts';
import { settingValues } from './setting-values.ts';

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
    meaning: 'The Entra tenant that is served; messages from others are dropped',
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
    secret: true,
    schema: settingValues.secret,
  },
  botSecretFile: {
    variable: 'BOT_APP_SECRET_FILE',
    meaning: 'SingleTenant: a file that contains only the client secret',
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
    meaning: 'How Airlock signs in to Graph and Defender: `managed-identity`, `certificate` or `secret`',
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
    secret: true,
    schema: settingValues.secret,
  },
  graphSecretFile: {
    variable: 'GRAPH_SECRET_FILE',
    meaning: '`secret`: a file that contains only the client secret',
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
