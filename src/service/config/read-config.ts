import { AirlockError } from '../../shared/errors.ts';
import {
  type ConfigFault,
  type EnvironmentVariables,
  type Reading,
  readSettings,
  type SettingsTable,
  type Values,
} from '../../shared/setting.ts';
import { readEnvFile } from './env-file.ts';
import { productionFaults } from './production-rules.ts';
import { type ServiceConfig, serviceConfig } from './service-config.ts';
import { PRODUCTION_SETTINGS } from './settings/all-settings.ts';
import { CONNECTION_SETTINGS, OWNER_SETTINGS } from './settings/connection-settings.ts';
import { CONNECTOR_CHOICE, chosenConnector, connectorFaults } from './settings/connector-settings.ts';
import { IDENTITY_SETTINGS } from './settings/identity-settings.ts';
import { PACKAGE_SETTINGS, type PackageValues } from './settings/package-settings.ts';
import { RECORD_SETTINGS } from './settings/record-settings.ts';
import { DEMO_SETTINGS, SERVICE_SETTINGS } from './settings/service-settings.ts';

const ALL_OF_THE_DEMO = {
  ...SERVICE_SETTINGS,
  ...CONNECTOR_CHOICE,
  ...DEMO_SETTINGS,
  witnessFile: RECORD_SETTINGS.witnessFile,
};

export type DemoSettings = Values<typeof ALL_OF_THE_DEMO>;

/**
 * The variables of the process: from a `.env` file in the working directory and from the environment, which takes
 * precedence.
 */
export interface Environment {
  readonly env: EnvironmentVariables;
  /** What is wrong with the file itself. */
  readonly faults: readonly ConfigFault[];
  /** Permission bits of the file; null where there is none. */
  readonly fileMode: number | null;
}

type EnvironmentSource = Pick<Environment, 'env' | 'faults'>;

export function readEnvironment(file = '.env', env: EnvironmentVariables = process.env): Environment {
  const { values, faults, mode } = readEnvFile(file);
  return { env: { ...values, ...env }, faults, fileMode: mode };
}

/** @throws AirlockError config-invalid with details.faults: every fault there is */
export function readDemoConfig({ env, faults }: EnvironmentSource = readEnvironment()): DemoSettings {
  return whole(readSettings(ALL_OF_THE_DEMO, env), faults);
}

/** @throws AirlockError config-invalid with details.faults: every fault there is */
export function readServiceConfig({ env, faults }: EnvironmentSource = readEnvironment()): ServiceConfig {
  const reading = readSettings(PRODUCTION_SETTINGS, env);
  const more = [...faults, ...connectorFaults(reading.values.connector, env), ...productionFaults(reading.values, env)];
  const values = whole(reading, more);
  return serviceConfig(values, chosenConnector(values.connector, env));
}

const STORE_SETTINGS = {
  dataDir: SERVICE_SETTINGS.dataDir,
  databaseUrl: CONNECTION_SETTINGS.databaseUrl,
  databaseClientId: CONNECTION_SETTINGS.databaseClientId,
  cloud: CONNECTION_SETTINGS.cloud,
  ...RECORD_SETTINGS,
};

/**
 * Where the record is stored, for commands that read it and need no other setting.
 * @throws AirlockError config-invalid
 */
export function readRecordConfig(
  { env, faults }: EnvironmentSource = readEnvironment(),
): Values<typeof STORE_SETTINGS> {
  return whole(readSettings(STORE_SETTINGS, env), faults);
}

const RESTORE_SETTINGS = {
  ...STORE_SETTINGS,
  tenantId: { ...IDENTITY_SETTINGS.tenantId, schema: IDENTITY_SETTINGS.tenantId.schema, optional: true },
} as const;

/**
 * The same for commands that say in the record whose it is.
 * @throws AirlockError config-invalid
 */
export function readRestoreConfig(
  { env, faults }: EnvironmentSource = readEnvironment(),
): Values<typeof RESTORE_SETTINGS> {
  return whole(readSettings(RESTORE_SETTINGS, env), faults);
}

const { optional: _service, ...serviceUrl } = CONNECTION_SETTINGS.databaseUrl;
const meaning = 'PostgreSQL as the service uses it: its role gets the right to read the record and to append to it';
const MIGRATION_SETTINGS = { ...OWNER_SETTINGS, databaseUrl: { ...serviceUrl, meaning } };

/**
 * For the command that makes the tables as their owner.
 * @throws AirlockError config-invalid with details.faults: every fault there is
 */
export function readOwnerConfig(
  { env, faults }: EnvironmentSource = readEnvironment(),
): Values<typeof MIGRATION_SETTINGS> {
  return whole(readSettings(MIGRATION_SETTINGS, env), faults, 'The tables were not touched');
}

/** @throws AirlockError config-invalid with details.faults: every fault there is */
export function readPackageConfig({ env, faults }: Environment = readEnvironment()): PackageValues {
  return whole(readSettings(PACKAGE_SETTINGS, env), faults);
}

/** @param what the message's beginning */
function whole<T extends SettingsTable>(
  reading: Reading<T>,
  more: readonly ConfigFault[],
  what = 'Airlock does not start',
): Values<T> {
  const faults = [...reading.faults, ...more];
  if (faults.length > 0) throw configError(faults, what);
  // Sound: without a fault every setting of the table has its value.
  return Object.freeze(reading.values) as Values<T>;
}

function configError(faults: readonly ConfigFault[], what: string): AirlockError {
  const lines = faults.map(({ variable, problem, example, mend }) =>
    mend === undefined ? `  ${variable} ${problem}. Example: ${example}` : `  ${variable} ${problem}. ${mend}.`,
  );
  return new AirlockError('config-invalid', `${what}:\n${lines.join('\n')}`, { details: { faults } });
}
