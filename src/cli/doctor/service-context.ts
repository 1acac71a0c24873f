import { randomUUID, X509Certificate } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Credential, GetToken } from '../../directory/token-sources.ts';
import { composeClients, type Runtime, tokenFor } from '../../service/compose.ts';
import { scopesOf } from '../../service/config/clouds.ts';
import type { BotConfig, ServiceConfig } from '../../service/config/service-config.ts';
import { IDENTITY_SETTINGS } from '../../service/config/settings/identity-settings.ts';
import { witnessText } from '../../service/keeping/notes-read.ts';
import { openWitness, witnessObstacle } from '../../service/keeping/witness-file.ts';
import { createLog } from '../../service/process.ts';
import { storePlace } from '../../service/store-place.ts';
import { AirlockError } from '../../shared/errors.ts';
import { jsonRequest } from '../../shared/http/json-request.ts';
import { TransportError, transportReason } from '../../shared/http/transport-error.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { EnvironmentVariables } from '../../shared/setting.ts';
import { auditPlace } from '../../store/audit/audit-record.ts';
import { mayRewriteRecord } from '../../store/databases/owner-migration.ts';
import { schemaState } from '../../store/databases/schema-state.ts';
import { openStore } from '../../store/open-store.ts';
import type { CredentialFile, Probe, Resource, ServiceContext } from './context.ts';

export interface DoctorEnvironment {
  readonly env: EnvironmentVariables;
  readonly clock: Clock;
  readonly packageFolder: string;
}

/** Milliseconds for one call; no turn is waiting for it. */
const PATIENCE = 30_000;

/** The service's own clients and store, for the doctor's checks. */
export function doctorContext(config: ServiceConfig, { env, clock, packageFolder }: DoctorEnvironment): ServiceContext {
  const ids = { next: () => randomUUID() };
  const timeouts = { directory: PATIENCE, defender: PATIENCE, activity: PATIENCE, login: PATIENCE };
  const runtime = { clock, ids, log: createLog('silent'), timeouts };
  const token = tokensOf(config, runtime);
  const { directory, tenant } = composeClients(config, runtime);
  const { database } = config;
  const at = storePlace(database, config.cloud);
  return {
    config,
    clock,
    directory,
    tenant,
    token: (resource) => token[resource](),
    writerToken: (resource) => writerToken(config, runtime, resource),
    probe: async (resource, path, post) => {
      const url = `${config.endpoints[resource]}${path.replace('{tenant}', config.tenantId)}`;
      return probe(url, await token[resource](), post);
    },
    document: async (resource, path) => document(`${config.endpoints[resource]}${path}`, await token[resource]()),
    store: {
      place: 'url' in database ? shownUrl(database.url) : database.file,
      schema: () => schemaState(at),
      obstacle: async () => ('url' in database ? null : obstacleTo(database.file)),
      mayRewrite: async () => 'url' in at && mayRewriteRecord(at),
      audit: async () =>
        auditPlace(at, { keys: config.record.keys.known, sealer: config.record.keys, ...(await witnessOf(config)) }),
      witness: witnessOver(config),
      open: () => openStore({ ...at, keys: null, ids }),
    },
    credentialFiles: credentialFilesOf(env),
    manifest: () => readFile(join(packageFolder, 'manifest.json'), 'utf8').then(JSON.parse, () => null),
  };
}

/** @throws AirlockError internal where no kind of change is switched on: then nothing asks for it */
function writerToken(config: ServiceConfig, runtime: Runtime, resource: 'graph' | 'mde'): Promise<string> {
  const { supported, cloud, endpoints } = config;
  if (supported === null) throw new AirlockError('internal', 'No identity that writes is set.');
  return tokenFor(config, supported.credential, scopesOf(cloud, endpoints)[resource], runtime)();
}

function tokensOf(config: ServiceConfig, runtime: Runtime): Readonly<Record<Resource, GetToken>> {
  const scopes = scopesOf(config.cloud, config.endpoints);
  const as = (credential: Credential, scope: string) => tokenFor(config, credential, scope, runtime);
  return {
    graph: as(config.graph, scopes.graph),
    mde: as(config.graph, scopes.mde),
    activity: as(config.graph, scopes.activity),
    bot: as(credentialOf(config.bot), scopes.bot),
  };
}

/** The bot's credential in the form of the app's; both are from Entra. */
function credentialOf(bot: BotConfig): Credential {
  const { appId: clientId, tenantId } = bot;
  if (bot.appType === 'UserAssignedMSI') return { kind: 'managed-identity', clientId };
  if ('secret' in bot) return { kind: 'secret', tenantId, clientId, secret: bot.secret };
  return { kind: 'certificate', tenantId, clientId, certificatePath: bot.certificatePath };
}

async function probe(url: string, token: string, post: object | undefined): Promise<Probe> {
  const headers = { authorization: `Bearer ${token}`, consistencylevel: 'eventual' };
  try {
    const sent = post ? { method: 'POST' as const, body: post } : { method: 'GET' as const };
    const bounds = { timeoutMs: PATIENCE, onlyAsks: true };
    const { status, headers: told, body } = await jsonRequest({ ...sent, ...bounds, url, headers });
    const at = Date.parse(told.get('date') ?? '');
    return { status, body, at: Number.isNaN(at) ? null : at };
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    throw new AirlockError('tenant-unavailable', `${new URL(url).host} did not answer (${error.reason}).`);
  }
}

/** A document is XML: read as text, whatever its type says. */
async function document(url: string, token: string): Promise<{ status: number; text: string }> {
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/xml' };
    const answer = await fetch(url, { headers, redirect: 'manual', signal });
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    const reason = signal.aborted ? 'timed-out' : transportReason(error);
    throw new AirlockError('tenant-unavailable', `${new URL(url).host} did not answer (${reason}).`);
  }
}

/** Without user and password. */
function shownUrl(url: string): string {
  const { host, pathname } = new URL(url);
  return `postgres://${host}${pathname}`;
}

/** Why no file can be created there; null when one can. Creates nothing. */
function obstacleTo(file: string): string | null {
  let folder = dirname(file);
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder);
  try {
    if (!statSync(folder).isDirectory()) return `${folder} is not a folder`;
    accessSync(folder, constants.W_OK);
    return null;
  } catch {
    return `${folder} cannot be written to`;
  }
}

/** Variables that name a file with a credential. */
const FILES = Object.values(IDENTITY_SETTINGS)
  .map(({ variable }) => variable)
  .filter((variable) => variable.endsWith('_FILE'));

/** Reads the credential files. They exist, since the settings have been checked. */
function credentialFilesOf(env: EnvironmentVariables): readonly CredentialFile[] {
  return FILES.flatMap((variable) => {
    const path = env[variable];
    if (path === undefined) return [];
    const ends = variable.includes('CERTIFICATE') ? Date.parse(new X509Certificate(readFileSync(path)).validTo) : null;
    return [{ variable, ends }];
  });
}

/** The file of checkpoints, for whoever audits; nothing where none is set. */
async function witnessOf({ record: { witnessFile } }: ServiceConfig): Promise<{ readonly witness?: string }> {
  return witnessFile === null ? {} : { witness: await witnessText(witnessFile) };
}

function witnessOver({ record: { witnessFile, keys }, tenantId }: ServiceConfig): ServiceContext['store']['witness'] {
  if (witnessFile === null) return null;
  return {
    obstacle: () => witnessObstacle(witnessFile),
    known: async () => (await openWitness(witnessFile, keys.known, tenantId)).known,
  };
}
