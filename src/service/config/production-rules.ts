import { editDistance } from '../../shared/edit-distance.ts';
import type { ConfigFault, EnvironmentVariables } from '../../shared/setting.ts';
import { type Endpoints, isKnownOrigin, isLoopback, isLoopbackOrigin } from './clouds.ts';
import { readCertificateFile, readSecretFile } from './credential-files.ts';
import { readRecordKeys } from './record-key-files.ts';
import { PRODUCTION_SETTINGS, type ProductionValues, VARIABLES } from './settings/all-settings.ts';
import type { FileProblem } from './trusted-file.ts';

/**
 * The settings that could be read. A variable that is invalid on its own is absent, since it is a fault already; an
 * unset one is null.
 */
type PartialSettings = Partial<ProductionValues>;
type SettingName = keyof ProductionValues;

function isSet(given: PartialSettings, name: SettingName): boolean {
  return given[name] !== null && given[name] !== undefined;
}

/** What is wrong with the file that a setting names, with what to do about it. */
function fileFault(name: SettingName, { problem, mend }: FileProblem): ConfigFault {
  return { ...ruleFault(name, problem), ...(mend !== undefined && { mend }) };
}

/** @param value what would be right; the table's example when absent */
function ruleFault(name: SettingName, problem: string, value?: string): ConfigFault {
  const { variable, example } = PRODUCTION_SETTINGS[name];
  return { variable, problem, example: `${variable}=${value ?? example}` };
}

/** For a variable that must not be set. */
function strayFault(variable: string, problem: string): ConfigFault {
  return { variable, problem, example: `unset ${variable}` };
}

const ADDRESSES = [
  ['loginUrl', 'login'],
  ['graphUrl', 'graph'],
  ['mdeUrl', 'mde'],
  ['portalUrl', 'portal'],
  ['activityUrl', 'activity'],
] as const satisfies readonly (readonly [keyof PartialSettings, keyof Endpoints])[];

/**
 * Tokens and changes only go to Microsoft's own hosts, or, when trying out, only to this machine.
 */
function addressFaults(given: PartialSettings): readonly ConfigFault[] {
  if (given.sandbox === undefined || given.cloud === undefined) return [];
  return given.sandbox === null ? strangers(given, given.cloud) : outside(given);
}

function strangers(given: PartialSettings, cloud: NonNullable<PartialSettings['cloud']>): ConfigFault[] {
  return ADDRESSES.flatMap(([name, service]) => {
    const origin = given[name];
    if (!origin || isKnownOrigin(cloud, service, origin)) return [];
    return [ruleFault(name, `is not an https address of Microsoft's ${cloud} cloud that Airlock knows`)];
  });
}

const BECAUSE = 'since SANDBOX is loopback';

/**
 * All or nothing: a token of a real tenant never goes to this machine, and the bot that talks to the sandbox cannot be
 * reached from another.
 */
function outside(given: PartialSettings): ConfigFault[] {
  const faults = ADDRESSES.filter(([name]) => {
    const origin = given[name];
    if (origin === null) return name !== 'activityUrl';
    return origin !== undefined && !isLoopbackOrigin(origin);
  });
  const addresses = faults.map(([name]) =>
    ruleFault(name, `must be this machine, ${BECAUSE}`, 'http://127.0.0.1:3979'),
  );
  for (const name of ['host', 'opsHost'] as const) {
    const host = given[name];
    if (host !== undefined && !isLoopback(host))
      addresses.push(ruleFault(name, `must be this machine, ${BECAUSE}`, '127.0.0.1'));
  }
  if (given.graphCredential !== undefined && given.graphCredential !== 'secret')
    addresses.push(ruleFault('graphCredential', `must be secret, ${BECAUSE}`, 'secret'));
  if (given.appType === 'UserAssignedMSI' || isSet(given, 'botCertificateFile'))
    addresses.push(ruleFault('appType', `must be SingleTenant with a secret, ${BECAUSE}`, 'SingleTenant'));
  return addresses;
}

/**
 * The variables that @azure/identity's default chain would sign in with. Never allowed beside a managed identity
 * (docs/facts/teams.md#credentials).
 */
const AMBIENT = [
  'AZURE_CLIENT_ID',
  'AZURE_TENANT_ID',
  'AZURE_CLIENT_SECRET',
  'AZURE_CLIENT_CERTIFICATE_PATH',
  'AZURE_CLIENT_CERTIFICATE_PASSWORD',
  'AZURE_USERNAME',
  'AZURE_PASSWORD',
] as const;

/**
 * The rules that involve more than one variable, or a file. Skips rules whose variables are invalid on their own.
 */
export function productionFaults(given: PartialSettings, env: EnvironmentVariables): readonly ConfigFault[] {
  return [
    ...botProof(given),
    ...graphProof(given),
    ...writeProof(given),
    ...ambient(given, env),
    ...ownerFaults(env),
    ...addressFaults(given),
    ...recordFaults(given),
    ...portFaults(given),
    ...databaseFaults(given),
  ];
}

/** A token is a password: it goes to the database alone, by a name of its own and over TLS. */
function databaseFaults({ databaseUrl, databaseClientId }: PartialSettings): ConfigFault[] {
  if (databaseUrl === undefined || !databaseClientId) return [];
  if (databaseUrl === null) return [ruleFault('databaseUrl', 'is not set, though DATABASE_CLIENT_ID is', IDENTITY_URL)];
  const { username, password, searchParams, hostname } = new URL(databaseUrl);
  const because = 'though DATABASE_CLIENT_ID is set: a managed identity signs in';
  if (password !== '') return [ruleFault('databaseUrl', `has a password, ${because}`, IDENTITY_URL)];
  if (username === '') return [ruleFault('databaseUrl', `names no user, ${because}`, IDENTITY_URL)];
  if (searchParams.get('sslmode') === 'disable' && !isLoopback(hostname))
    return [ruleFault('databaseUrl', `goes without TLS, ${because}`, IDENTITY_URL)];
  return [];
}

const IDENTITY_URL = 'postgres://airlock-host@db.example:5432/airlock?sslmode=verify-full';

function recordFaults({ recordKey, recordKeyFile, recordOldKeysFile }: PartialSettings): ConfigFault[] {
  if (recordKey === undefined || recordKeyFile === undefined || recordOldKeysFile === undefined) return [];
  const read = readRecordKeys({ recordKey, recordKeyFile, recordOldKeysFile });
  return 'keys' in read ? [] : [fileFault(read.variable, read)];
}

function portFaults({ port, opsPort }: PartialSettings): ConfigFault[] {
  if (port !== opsPort || !port) return [];
  return [ruleFault('opsPort', 'is the port of the bot, which is reached from outside', `${port + 1}`)];
}

function botProof(given: PartialSettings): ConfigFault[] {
  const proofs = ['botSecret', 'botSecretFile', 'botCertificateFile'] as const;
  if (given.appType === 'UserAssignedMSI') {
    const why = 'is set, though BOT_APP_TYPE is UserAssignedMSI: a managed identity has no secret';
    return proofs
      .filter((name) => isSet(given, name))
      .map((name) => strayFault(PRODUCTION_SETTINGS[name].variable, why));
  }
  if (given.appType !== 'SingleTenant') return [];
  return [...oneOf(given, proofs, 'botSecretFile', 'BOT_APP_TYPE is SingleTenant'), ...files(given, proofs)];
}

function graphProof(given: PartialSettings): ConfigFault[] {
  const kind = given.graphCredential;
  if (kind === undefined) return [];
  const secrets = ['graphSecret', 'graphSecretFile'] as const;
  const fitting = { 'managed-identity': [], certificate: ['graphCertificateFile'], secret: secrets } as const;
  const proofs: readonly SettingName[] = fitting[kind];
  const others = ([...secrets, 'graphCertificateFile'] as const).filter((name) => !proofs.includes(name));
  const stray = others
    .filter((name) => isSet(given, name))
    .map((name) => strayFault(PRODUCTION_SETTINGS[name].variable, `is set, though GRAPH_CREDENTIAL is ${kind}`));
  const usual = kind === 'secret' ? 'graphSecretFile' : 'graphCertificateFile';
  const needed = kind === 'managed-identity' ? [] : oneOf(given, proofs, usual, `GRAPH_CREDENTIAL is ${kind}`);
  return [...stray, ...needed, ...files(given, proofs)];
}

/** Whoever takes over the identity that reads must not be able to write. */
function writeProof(given: PartialSettings): ConfigFault[] {
  const { changeKinds, writeCredential: kind, writeClientId, graphClientId } = given;
  if (changeKinds === undefined || changeKinds.length === 0) return [];
  const because = `though CHANGE_KINDS is ${changeKinds.join(',')}`;
  const missing = (['writeCredential', 'writeClientId'] as const)
    .filter((name) => given[name] === null)
    .map((name) => ruleFault(name, `is not set, ${because}`));
  if (writeClientId && writeClientId === graphClientId)
    missing.push(ruleFault('writeClientId', 'is that of GRAPH_CLIENT_ID: the identity that reads must not write'));
  if (!kind || kind === 'managed-identity') return missing;
  const proofs =
    kind === 'secret' ? (['writeSecret', 'writeSecretFile'] as const) : (['writeCertificateFile'] as const);
  const usual = kind === 'secret' ? 'writeSecretFile' : 'writeCertificateFile';
  return [...missing, ...oneOf(given, proofs, usual, `WRITE_CREDENTIAL is ${kind}`), ...files(given, proofs)];
}

function oneOf(
  given: PartialSettings,
  names: readonly SettingName[],
  usual: SettingName,
  because: string,
): ConfigFault[] {
  if (names.some((name) => given[name] === undefined)) return [];
  const [first, ...more] = names.filter((name) => isSet(given, name));
  const variables = names.map((name) => PRODUCTION_SETTINGS[name].variable).join(', ');
  if (first === undefined) return [ruleFault(usual, `is not set, though ${because}: give one of ${variables}`)];
  return more.map((name) =>
    strayFault(
      PRODUCTION_SETTINGS[name].variable,
      `is set beside ${PRODUCTION_SETTINGS[first].variable}: give one of ${variables}`,
    ),
  );
}

function files(given: PartialSettings, names: readonly SettingName[]): ConfigFault[] {
  return names.flatMap((name) => {
    const path = given[name];
    if (typeof path !== 'string' || !name.endsWith('File')) return [];
    const read = name.endsWith('CertificateFile') ? readCertificateFile(path) : readSecretFile(path);
    return 'problem' in read ? [fileFault(name, read)] : [];
  });
}

function ambient(given: PartialSettings, env: EnvironmentVariables): ConfigFault[] {
  const isManaged = [given.appType, given.graphCredential, given.writeCredential].some((kind) =>
    ['UserAssignedMSI', 'managed-identity'].includes(kind ?? ''),
  );
  if (!isManaged && !given.databaseClientId) return [];
  return AMBIENT.filter((variable) => env[variable] !== undefined).map((variable) =>
    strayFault(variable, 'is set beside a managed identity: a library could use it to sign in as somebody else'),
  );
}

/** The owner of the tables can take the triggers of the record away, so its address is for `migrate` alone. */
function ownerFaults(env: EnvironmentVariables): ConfigFault[] {
  if ((env.DATABASE_OWNER_URL ?? '') === '') return [];
  const problem =
    'is set for the service: with it, whoever takes the service over may change the record. Give it to `npm run airlock -- migrate` alone';
  return [strayFault('DATABASE_OWNER_URL', problem)];
}

/** Shorter names resemble each other by chance. */
const LONG = 8;

/** Variables that are set and unknown to Airlock, but whose names are almost those of known ones. */
export function misspeltNames(env: EnvironmentVariables): readonly { readonly name: string; readonly meant: string }[] {
  return Object.keys(env).flatMap((name) => {
    if (name.length < LONG || VARIABLES.includes(name)) return [];
    const meant = VARIABLES.find((known) => known.length >= LONG && editDistance(name.toUpperCase(), known, 2) <= 2);
    return meant === undefined ? [] : [{ name, meant }];
  });
}
