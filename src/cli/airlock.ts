import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEnvironment, readPackageConfig } from '../service/config/read-config.ts';
import { packageVariables } from '../service/config/settings/package-settings.ts';
import { AirlockError, isAirlockError } from '../shared/errors.ts';
import { auditExport, auditVerify } from './audit/audit-commands.ts';
import { isClosedPipe } from './audit/out-file.ts';
import { sayClockPutRight } from './clock-command.ts';
import { parseCommand, USAGE } from './command-line.ts';
import { backUp, makeRecordKey, migrateDatabase } from './keeping-commands.ts';
import { restoreBackup, sayRestored } from './restore-commands.ts';
import { sealByOperator } from './seal-command.ts';

/** The folder `appPackage/` beside both `src/` and `dist/`. */
const PACKAGE_FOLDER = fileURLToPath(new URL('../../appPackage/', import.meta.url));

const clock = { now: () => Date.now() };

/** The operator's commands, and their composition root, as main.ts is the service's. */
async function run(args: readonly string[]): Promise<number> {
  const { command, path, values } = parseCommand(args);
  if (values.help) return say(process.stdout, USAGE, 0);
  if (command === 'backup') return backUp(process.stdout, resolve(path), values);
  if (command === 'restore') return restoreBackup(process.stdout, resolve(path), values, clock);
  if (command === 'restored') return sayRestored(process.stdout, values, clock);
  if (command === 'doctor') return doctor();
  if (command === 'record-key') return makeRecordKey(resolve(values.out ?? 'record-key.pem'), process.stdout);
  if (command === 'record-seal') return sealByOperator(process.stdout, values, clock);
  if (command === 'record-clock') return sayClockPutRight(process.stdout, values, clock);
  if (command === 'migrate') return migrateDatabase(process.stdout);
  if (command === 'package') return writePackage(resolve(values.out ?? 'build/airlock.zip'));
  if (command === 'audit export') return auditExport(process.stdout, values, clock);
  if (command !== 'audit verify') return say(process.stderr, USAGE, 2);
  return auditVerify(process.stdout, values);
}

/** Loaded only for this command, since every client of the service comes with it. */
async function doctor(): Promise<number> {
  const { startDoctor } = await import('./doctor/start-doctor.ts');
  const options = { environment: readEnvironment(), clock, node: process.version, packageFolder: PACKAGE_FOLDER };
  return startDoctor(process.stdout, options);
}

/** Loaded only for this command, since the packages that it needs are development dependencies. */
async function writePackage(file: string): Promise<number> {
  const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
  const values = packageVariables(readPackageConfig(), version);
  const { packageApp } = await import('./app-package/package-app.ts').catch((cause: unknown) => {
    throw new AirlockError('config-invalid', 'The app can only be packaged in a clone of Airlock, after npm ci.', {
      cause,
    });
  });
  return packageApp({ values, file }, process.stdout);
}

function say(stream: NodeJS.WriteStream, text: string, code: number): number {
  stream.write(text);
  return code;
}

/** A reader such as `head` may have read enough before all is said: the exit code still tells how it ended. */
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error) => {
    if (!isClosedPipe(error)) throw error;
  });

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const known =
      isAirlockError(error) ||
      (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
    process.stderr.write(known ? `${error.message}\n` : 'The command failed because of an error in Airlock itself.\n');
    process.exitCode = 2;
  },
);
