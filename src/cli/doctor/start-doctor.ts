import { resolve } from 'node:path';
import { misspeltNames } from '../../service/config/production-rules.ts';
import { type Environment, readServiceConfig } from '../../service/config/read-config.ts';
import type { ServiceConfig } from '../../service/config/service-config.ts';
import { handedOver, ownSelf } from '../../service/config/trusted-file.ts';
import { isAirlockError } from '../../shared/errors.ts';
import { type Finding, failure, type Level } from '../../shared/finding.ts';
import type { Clock } from '../../shared/runtime.ts';
import type { ConfigFault } from '../../shared/setting.ts';
import { troubleOf, troubleWords } from '../../shared/store-trouble.ts';
import type { Out } from '../out.ts';
import { activityFeed, connector, defenderApi, graph, writer } from './checks/check-apis.ts';
import { approvers } from './checks/check-approvers.ts';
import { auditLog } from './checks/check-audit-log.ts';
import { appPackage, bot } from './checks/check-bot.ts';
import { catalogue } from './checks/check-catalogue.ts';
import { delivery } from './checks/check-delivery.ts';
import { clock, credentialFiles, nodeVersion, settings } from './checks/check-machine.ts';
import { people } from './checks/check-people.ts';
import { store } from './checks/check-store.ts';
import { watch } from './checks/check-watch.ts';
import { waysAround } from './checks/check-ways-around.ts';
import { witness } from './checks/check-witness.ts';
import type { Check, DoctorContext, ServiceContext } from './context.ts';
import { doctorContext } from './service-context.ts';

const MACHINE_CHECKS: readonly Check<DoctorContext>[] = [nodeVersion, settings];

const SERVICE_CHECKS: readonly Check<ServiceContext>[] = [
  credentialFiles,
  store,
  witness,
  graph,
  defenderApi,
  catalogue,
  activityFeed,
  auditLog,
  bot,
  approvers,
  people,
  waysAround,
  connector,
  writer,
  watch,
  delivery,
  clock,
  appPackage,
];

export interface DoctorOptions {
  readonly environment: Environment;
  readonly clock: Clock;
  /** `v20.19.0` */
  readonly node: string;
  /** Folder of the app package. */
  readonly packageFolder: string;
}

/** Checks the settings and, if they are valid, everything that they name. @returns the exit code */
export async function startDoctor(out: Out, options: DoctorOptions): Promise<number> {
  const { environment, node, packageFolder } = options;
  const { config, faults } = readConfig(environment);
  const machine: DoctorContext = {
    node,
    faults,
    config,
    misspelt: misspeltNames(environment.env),
    envFileMode: environment.fileMode,
    handedOver: handedOverFiles(environment.env),
  };
  const service = config ? doctorContext(config, { env: environment.env, clock: options.clock, packageFolder }) : null;
  return runDoctor(machine, service, out);
}

/** The settings that name files which are public and which Airlock trusts. */
const TRUSTED = ['PEOPLE_FILE', 'RECORD_OLD_KEYS_FILE', 'AUDIT_WITNESS_FILE'] as const;

function handedOverFiles(env: Environment['env']): readonly string[] {
  const files = TRUSTED.map((variable) => env[variable] ?? '').filter(Boolean);
  return [...new Set(files.flatMap((file) => handedOver(resolve(file), ownSelf())))];
}

function readConfig(environment: Environment): { config: ServiceConfig | null; faults: readonly ConfigFault[] } {
  try {
    return { config: readServiceConfig(environment), faults: [] };
  } catch (error) {
    if (!isAirlockError(error, 'config-invalid')) throw error;
    const { faults } = error.details;
    // Sound: only readServiceConfig throws this error, and it stores the faults there.
    return { config: null, faults: faults as readonly ConfigFault[] };
  }
}

/**
 * Runs every check and prints the findings, one after another.
 * @param service null where the settings are wrong; then the other checks cannot run
 * @returns the exit code: 0 without a failure, 1 with one
 */
async function runDoctor(machine: DoctorContext, service: ServiceContext | null, out: Out): Promise<number> {
  const counts: Record<Level, number> = { ok: 0, warning: 0, failure: 0 };
  const print = (title: string, findings: readonly Finding[]): void => {
    for (const finding of findings) {
      counts[finding.level] += 1;
      out.write(linesOf(title, finding));
    }
  };
  for (const check of MACHINE_CHECKS) print(check.title, await answer(check, machine));
  if (service) for (const check of SERVICE_CHECKS) print(check.title, await answer(check, service));
  else
    out.write(
      `\nThe settings are wrong, so these were not checked: ${SERVICE_CHECKS.map(({ title }) => title).join(', ')}.\n`,
    );
  out.write(`\n${counts.ok} ok, ${plural(counts.warning, 'warning')}, ${plural(counts.failure, 'failure')}.\n`);
  return counts.failure > 0 ? 1 : 0;
}

async function answer<C>(check: Check<C>, context: C): Promise<readonly Finding[]> {
  try {
    return await check.run(context);
  } catch (error) {
    if (!isAirlockError(error))
      return [
        failure(
          'could not be checked',
          'There is an error in Airlock itself.',
          'Run the doctor again, and report this to whoever maintains Airlock.',
        ),
      ];
    const { reason } = error.details;
    const said =
      typeof reason === 'string' && /^AADSTS\d+$/.test(reason) ? `${error.message} (${reason})` : error.message;
    const trouble = troubleOf(error);
    const mend = trouble ? troubleWords(trouble).mend : mendOf(reason);
    return [failure('could not be checked', said, mend)];
  }
}

/** Entra's error numbers that have one known cause (learn: reference-error-codes). */
const MENDS: Readonly<Record<string, string>> = {
  AADSTS7000215: 'The client secret is wrong: use its value, not its id.',
  AADSTS7000222: 'The client secret has expired: create a new one.',
  AADSTS700016: 'There is no such app in the tenant: compare the client id and TENANT_ID.',
  AADSTS90002: 'There is no such tenant: compare TENANT_ID.',
  AADSTS700027: 'The certificate is not that of the app: upload it to the app registration.',
};

function mendOf(reason: unknown): string {
  const known = typeof reason === 'string' ? MENDS[reason] : undefined;
  return known ?? 'Check that this machine can reach the host, and that the identity exists and is enabled in Entra.';
}

function linesOf(title: string, { level, what, why, mend }: Finding): string {
  const indent = ' '.repeat(9);
  return [
    `${level.padEnd(8)} ${title}: ${what}`,
    ...(why === undefined ? [] : [`${indent}Why: ${why}`]),
    ...(mend === undefined ? [] : [`${indent}Fix: ${mend}`]),
    '',
  ].join('\n');
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
