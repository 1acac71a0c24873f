import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readEnvironment, readPackageConfig } from '../service/config/read-config.ts';
import { packageVariables } from '../service/config/settings/package-settings.ts';
import { AirlockError, isAirlockError } from '../shared/errors.ts';
import { auditExport, auditVerify } from './audit/audit-commands.ts';
import { isClosedPipe } from './audit/out-file.ts';
import { backUp, makeRecordKey, migrateDatabase } from './keeping-commands.ts';
import { restoreBackup, sayRestored } from './restore-commands.ts';
import { sealByOperator } from './seal-command.ts';

const USAGE = `Usage: npm run airlock -- <command>

  audit verify [--file PATH] [--key FILE] [--witness FILE] [--head HASH] [--log FILE]
                                             checks the record, and what is stored beside it; exits with 1 on a fault
  audit export [--file PATH] [--format jsonl|csv|html] [--request N] [--from DATE] [--to DATE] [--out FILE]
                                             writes the record, or a part of it: JSON lines, a table, a page to print
  doctor                                     checks settings, store, permissions, people, session and clock; exits with 1 on a failure
  record-key [--out FILE]                    makes a key that signs the record; see RECORD_KEY_FILE
  record-seal [--file PATH] [--head HASH]    seals a record of a release that did not sign: prints its count and head, and with that head writes the seal
  backup FILE [--file PATH]                  copies the store into one file while the service runs, and verifies the copy; says how for PostgreSQL
  restore FILE [--file PATH] [--reason TEXT] puts a backup in the place of the store, once it is verified; keeps what was there; the service must be stopped
  restored [--file PATH] [--empty] [--reason TEXT]
                                             says in the record that the store was restored by another tool, that a record that was found broken goes on,
                                             or that the store is empty and Airlock begins anew
  migrate                                    makes the tables in PostgreSQL as their owner (DATABASE_OWNER_URL), and lets the service's role append to the record
  package [--out FILE]                       writes the app package for Teams from appPackage/ and the settings

  --file   the database; default: the one at DATABASE_URL, or else airlock.db, or else demo.db, in DATA_DIR (.airlock)
  --key    a file of the public keys that signed the record, in PEM, or of the private one; default: those of the settings
  --witness   a file of checkpoints, which the record must hold; default: AUDIT_WITNESS_FILE
  --head   a head noted earlier, which must still be in the record: shows a tail that was cut off; of record-seal: the head to seal
  --log    the service's own log, or - for standard input: the record must hold each entry and checkpoint that it tells of
  --request, --from, --to   one request by its number; days or moments in UTC, both included
  --reason  why the store was restored, as the record, verify and exports tell it
  --out    where the export, the package or the key is written; default: standard output, build/airlock.zip, record-key.pem
`;

/** The folder `appPackage/` beside both `src/` and `dist/`. */
const PACKAGE_FOLDER = fileURLToPath(new URL('../../appPackage/', import.meta.url));

const clock = { now: () => Date.now() };

/** The operator's commands, and their composition root, as main.ts is the service's. */
async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      file: { type: 'string' },
      head: { type: 'string' },
      log: { type: 'string' },
      key: { type: 'string' },
      witness: { type: 'string' },
      out: { type: 'string' },
      format: { type: 'string' },
      request: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      empty: { type: 'boolean' },
      reason: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return say(process.stdout, USAGE, 0);
  const [verb, path] = positionals;
  if (verb === 'backup' && path !== undefined) return backUp(process.stdout, resolve(path), values.file ?? null);
  if (verb === 'restore' && path !== undefined) return restoreBackup(process.stdout, resolve(path), values, clock);
  const command = positionals.join(' ');
  if (command === 'restored') return sayRestored(process.stdout, values, clock);
  if (command === 'doctor') return doctor();
  if (command === 'record-key') return makeRecordKey(resolve(values.out ?? 'record-key.pem'), process.stdout);
  if (command === 'record-seal') return sealByOperator(process.stdout, values, clock);
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
