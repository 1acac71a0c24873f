import { join } from 'node:path';
import type { Policy } from '../../requests/record/digest.ts';
import { AirlockError } from '../../shared/errors.ts';
import { readSecretFile } from './files.ts';
import type { ProductionValues } from './production-settings.ts';
import type { SERVICE_SETTINGS } from './service-settings.ts';
import type { Values } from './setting.ts';
import { type Cloud, type Endpoints, endpointsOf } from './values.ts';

export type ServiceSettings = Values<typeof SERVICE_SETTINGS>;

interface App {
  readonly appId: string;
  readonly tenantId: string;
  readonly cloud: Cloud;
}

export type BotConfig =
  | (App & { readonly appType: 'UserAssignedMSI' })
  | (App & { readonly appType: 'SingleTenant'; readonly secret: string })
  | (App & { readonly appType: 'SingleTenant'; readonly certificatePath: string });

export type GraphCredential =
  | { readonly kind: 'managed-identity'; readonly clientId: string }
  | {
      readonly kind: 'certificate';
      readonly tenantId: string;
      readonly clientId: string;
      readonly certificatePath: string;
    }
  | { readonly kind: 'secret'; readonly tenantId: string; readonly clientId: string; readonly secret: string };

/** Everything that the service in production is told, checked as a whole. */
export interface ServiceConfig {
  readonly tenantId: string;
  readonly cloud: Cloud;
  readonly endpoints: Endpoints;
  /** True for trying out on one machine: every address is loopback. */
  readonly sandbox: boolean;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly bot: BotConfig;
  readonly graph: GraphCredential;
  readonly connector: { readonly kind: 'guided' } | { readonly kind: 'portal'; readonly sessionFile: string };
  readonly database: { readonly file: string } | { readonly url: string };
  readonly policy: Policy;
}

/** @param values without a fault, each by itself and all together */
export function serviceConfig(values: ProductionValues): ServiceConfig {
  const { tenantId, cloud, host, port, logLevel } = values;
  const usual = endpointsOf(cloud);
  return Object.freeze({
    tenantId,
    cloud,
    host,
    port,
    logLevel,
    sandbox: values.sandbox !== null,
    endpoints: {
      login: values.loginUrl ?? usual.login,
      graph: values.graphUrl ?? usual.graph,
      mde: values.mdeUrl ?? usual.mde,
      portal: values.portalUrl ?? usual.portal,
    },
    bot: botConfig(values),
    graph: graphCredential(values),
    connector: connectorOf(values),
    database: values.databaseUrl ? { url: values.databaseUrl } : { file: join(values.dataDir, 'airlock.db') },
    policy: policyOf(values),
  });
}

function connectorOf({ connector, portalSessionFile }: ProductionValues): ServiceConfig['connector'] {
  return connector === 'portal' ? { kind: 'portal', sessionFile: portalSessionFile ?? '' } : { kind: 'guided' };
}

function botConfig(values: ProductionValues): BotConfig {
  const { appId, tenantId, cloud, appType, botCertificateFile } = values;
  const app = { appId, tenantId, cloud };
  if (appType === 'UserAssignedMSI') return { ...app, appType };
  if (botCertificateFile) return { ...app, appType, certificatePath: botCertificateFile };
  return { ...app, appType, secret: secretOf(values.botSecret, values.botSecretFile) };
}

function graphCredential(values: ProductionValues): GraphCredential {
  const { tenantId, graphClientId: clientId, graphCredential: kind, graphCertificateFile } = values;
  if (kind === 'managed-identity') return { kind, clientId };
  if (kind === 'certificate') return { kind, tenantId, clientId, certificatePath: graphCertificateFile ?? '' };
  return { kind, tenantId, clientId, secret: secretOf(values.graphSecret, values.graphSecretFile) };
}

/** The file was readable a moment ago, when the settings were checked; a service without its secret does not start. */
function secretOf(secret: string | null, file: string | null): string {
  if (secret !== null) return secret;
  const read = readSecretFile(file ?? '');
  if ('text' in read) return read.text;
  throw new AirlockError(
    'config-invalid',
    'Airlock does not start: the file of a client secret could not be read any more.',
  );
}

/** How long a draft may wait for its reason, in ms: its reading of the tenant grows old. */
const DRAFT_WINDOW = 60 * 60_000;

export function policyOf(settings: ServiceSettings): Policy {
  return {
    approvers: settings.approverIds,
    requesters: settings.requesterIds,
    quorum: settings.quorum,
    decisionWindow: settings.decisionWindow,
    executionWindow: settings.executionWindow,
    draftWindow: DRAFT_WINDOW,
    openPerPerson: settings.openPerPerson,
  };
}
