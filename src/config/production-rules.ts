import { addressFaults } from './address-rules.ts';
import { PRODUCTION_SETTINGS } from './production-settings.ts';
import { readCertificateFile, readSecretFile } from './read-credential-file.ts';
import type { Environment } from './read-settings.ts';
import { type Given, isSet, ruleFault, type SettingName, strayFault } from './rule.ts';
import type { ConfigFault } from './setting.ts';

/** What @azure/identity's default chain would sign in with, were it ever asked: never present beside a managed identity (facts/teams.md 3.2). */
const AMBIENT = [
  'AZURE_CLIENT_ID',
  'AZURE_TENANT_ID',
  'AZURE_CLIENT_SECRET',
  'AZURE_CLIENT_CERTIFICATE_PATH',
  'AZURE_CLIENT_CERTIFICATE_PASSWORD',
  'AZURE_USERNAME',
  'AZURE_PASSWORD',
] as const;

/** The rules that take more than one variable, or a file; what cannot be judged because a variable is wrong by itself is passed over. */
export function productionFaults(given: Given, env: Environment): readonly ConfigFault[] {
  return [...botProof(given), ...graphProof(given), ...ambient(given, env), ...portal(given), ...addressFaults(given)];
}

function botProof(given: Given): ConfigFault[] {
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

function graphProof(given: Given): ConfigFault[] {
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

function oneOf(given: Given, names: readonly SettingName[], usual: SettingName, because: string): ConfigFault[] {
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

function files(given: Given, names: readonly SettingName[]): ConfigFault[] {
  return names.flatMap((name) => {
    const path = given[name];
    if (typeof path !== 'string' || !name.endsWith('File')) return [];
    const read = name.endsWith('CertificateFile') ? readCertificateFile(path) : readSecretFile(path);
    return 'problem' in read ? [ruleFault(name, read.problem)] : [];
  });
}

function ambient(given: Given, env: Environment): ConfigFault[] {
  if (given.appType !== 'UserAssignedMSI' && given.graphCredential !== 'managed-identity') return [];
  return AMBIENT.filter((variable) => env[variable] !== undefined).map((variable) =>
    strayFault(variable, 'is set beside a managed identity: some library could sign in with it as somebody else'),
  );
}

function portal(given: Given): ConfigFault[] {
  if (given.connector !== 'portal') return [];
  const needed = ['portalSessionFile', 'portalAcknowledgement'] as const;
  return needed
    .filter((name) => given[name] === null)
    .map((name) => ruleFault(name, 'is not set, though DEFENDER_CONNECTOR is portal'));
}
