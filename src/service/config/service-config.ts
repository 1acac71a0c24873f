import { join } from 'node:path';
import type { SupportedKindName } from '../../changes/supported/supported-kinds.ts';
import type { Credential } from '../../directory/token-sources.ts';
import type { Policy } from '../../requests/record/digest.ts';
import type { PeoplePolicy } from '../../requests/record/people-policy.ts';
import { AirlockError } from '../../shared/errors.ts';
import { type TenantId, tenantId } from '../../shared/ids.ts';
import type { Language } from '../../shared/language/languages.ts';
import type { Values } from '../../shared/setting.ts';
import type { RecordKeys } from '../../store/record/record-keys.ts';
import { type Cloud, type Endpoints, endpointsOf } from './clouds.ts';
import { readSecretFile } from './credential-files.ts';
import { readRecordKeys } from './record-key-files.ts';
import type { ProductionValues } from './settings/all-settings.ts';
import type { ChosenConnector } from './settings/connector-settings.ts';
import type { SERVICE_SETTINGS } from './settings/service-settings.ts';

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

export type DatabaseConfig =
  | { readonly file: string }
  /** `clientId`: of the managed identity that signs in; null or absent where the address has a password. */
  | { readonly url: string; readonly clientId?: string | null };

/** When channels are told of what nobody asked for at that moment, and in which language: as the services take it. */
export interface Telling {
  readonly digestAt: number;
  readonly remindAfter: number;
  readonly language: Language;
}

/** The whole configuration of the service in production, checked. */
export interface ServiceConfig {
  readonly tenantId: TenantId;
  readonly cloud: Cloud;
  readonly endpoints: Endpoints;
  /** True when trying Airlock out on one machine: every address is loopback. */
  readonly sandbox: boolean;
  readonly host: string;
  readonly port: number;
  /** Where operators ask for health and metrics; null where that is beside the bot, in the demo. */
  readonly ops: { readonly host: string; readonly port: number } | null;
  readonly logLevel: string;
  readonly bot: BotConfig;
  readonly graph: Credential;
  readonly connector: ChosenConnector;
  /** What is written by supported APIs, and by whom; null where nothing is. */
  readonly supported: SupportedConfig | null;
  readonly database: DatabaseConfig;
  readonly policy: Policy;
  /** Ids that allow to look, besides those of the policy. */
  readonly readers: readonly string[];
  readonly telling: Telling;
  /** How many activities a minute are answered. */
  readonly limits: { readonly perPerson: number; readonly perConversation: number };
  readonly record: RecordConfig;
}

/** The kinds of change that are switched on, and the identity that writes them. */
interface SupportedConfig {
  readonly kinds: readonly SupportedKindName[];
  readonly credential: Credential;
}

/** What signs the record, and where its head is noted outside the database; null for nowhere. */
interface RecordConfig {
  readonly keys: RecordKeys;
  readonly witnessFile: string | null;
}

/** @param values checked and without a fault, including the connector's */
export function serviceConfig(values: ProductionValues, connector: ChosenConnector): ServiceConfig {
  const { cloud, host, port, opsHost, opsPort, logLevel } = values;
  const usual = endpointsOf(cloud);
  return Object.freeze({
    tenantId: tenantId.parse(values.tenantId),
    cloud,
    host,
    port,
    ops: { host: opsHost, port: opsPort },
    logLevel,
    sandbox: values.sandbox !== null,
    endpoints: {
      login: values.loginUrl ?? usual.login,
      graph: values.graphUrl ?? usual.graph,
      mde: values.mdeUrl ?? usual.mde,
      portal: values.portalUrl ?? usual.portal,
      activity: values.activityUrl ?? (values.sandbox && values.graphUrl) ?? usual.activity,
    },
    bot: botConfig(values),
    graph: graphCredential(values),
    connector,
    supported: supportedConfig(values),
    database: values.databaseUrl
      ? { url: values.databaseUrl, clientId: values.databaseClientId }
      : { file: join(values.dataDir, 'airlock.db') },
    policy: policyOf(values),
    readers: values.readerIds,
    telling: tellingOf(values),
    limits: limitsOf(values),
    record: { keys: keysOf(values), witnessFile: values.witnessFile },
  });
}

function botConfig(values: ProductionValues): BotConfig {
  const { appId, tenantId, cloud, appType, botCertificateFile } = values;
  const app = { appId, tenantId, cloud };
  if (appType === 'UserAssignedMSI') return { ...app, appType };
  if (botCertificateFile) return { ...app, appType, certificatePath: botCertificateFile };
  return { ...app, appType, secret: secretOf(values.botSecret, values.botSecretFile) };
}

function graphCredential(values: ProductionValues): Credential {
  const { tenantId, graphClientId: clientId, graphCredential: kind, graphCertificateFile } = values;
  if (kind === 'managed-identity') return { kind, clientId };
  if (kind === 'certificate') return { kind, tenantId, clientId, certificatePath: graphCertificateFile ?? '' };
  return { kind, tenantId, clientId, secret: secretOf(values.graphSecret, values.graphSecretFile) };
}

/** Null where no kind is switched on; then no identity that writes is made. */
function supportedConfig(values: ProductionValues): SupportedConfig | null {
  const { changeKinds: kinds, tenantId, writeClientId: clientId, writeCredential: kind } = values;
  if (kinds.length === 0 || clientId === null || kind === null) return null;
  if (kind === 'managed-identity') return { kinds, credential: { kind, clientId } };
  const app = { tenantId, clientId };
  if (kind === 'certificate')
    return { kinds, credential: { kind, ...app, certificatePath: values.writeCertificateFile ?? '' } };
  return { kinds, credential: { kind, ...app, secret: secretOf(values.writeSecret, values.writeSecretFile) } };
}

/**
 * Reads the secret's file again. It was readable when the settings were checked; without it the service does not start.
 */
function secretOf(secret: string | null, file: string | null): string {
  if (secret !== null) return secret;
  const read = readSecretFile(file ?? '');
  if ('text' in read) return read.text;
  throw new AirlockError(
    'config-invalid',
    'Airlock does not start: the file of a client secret could not be read any more.',
  );
}

/** Reads the keys again, which could be read when the settings were checked. */
function keysOf(values: ProductionValues): RecordKeys {
  const read = readRecordKeys(values);
  if ('keys' in read) return read.keys;
  throw new AirlockError('config-invalid', 'Airlock does not start: the key of the record could not be read any more.');
}

/** How long a draft may wait for its reason, in ms. Limited, since what it read of the tenant becomes outdated. */
const DRAFT_WINDOW = 60 * 60_000;

function peopleOf({ personProof, peopleFile, employeeIdPattern, approverMinAge }: ServiceSettings): PeoplePolicy {
  return { proof: personProof, known: peopleFile ?? [], employeeIdPattern, minAge: approverMinAge };
}

export function tellingOf({ digestAt, pendingReminder, language }: ServiceSettings): Telling {
  return { digestAt, remindAfter: pendingReminder, language };
}

export function policyOf(settings: ServiceSettings): Policy {
  return {
    approvers: settings.approverIds,
    requesters: settings.requesterIds,
    quorum: settings.quorum,
    decisionWindow: settings.decisionWindow,
    executionWindow: settings.executionWindow,
    draftWindow: DRAFT_WINDOW,
    openPerPerson: settings.openPerPerson,
    people: peopleOf(settings),
    typedDecisions: settings.typedDecisions,
    approvalReason: settings.approvalReason,
    implementer: settings.implementer,
    deviceActs: {
      scansAlone: settings.scanApproval,
      mostScanned: settings.scanCeiling,
      mostActed: settings.actionCeiling,
      emergency: settings.emergencyActions,
      debtWindow: settings.debtWindow,
    },
  };
}

export function limitsOf({ perPerson, perConversation }: ServiceSettings): ServiceConfig['limits'] {
  return { perPerson, perConversation };
}
