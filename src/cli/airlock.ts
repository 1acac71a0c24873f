import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readEnvironment, readPackageConfig, readRecordConfig } from '../service/config/read-config.ts';
import { packageVariables } from '../service/config/settings/package-settings.ts';
import { AirlockError, isAirlockError } from '../shared/errors.ts';
import { chainEntry } from '../store/audit-chain.ts';
import type { StoreLocation } from '../store/databases/place.ts';
import { schemaState } from '../store/databases/schema-state.ts';
import { openStore } from '../store/open-store.ts';
import { auditExport, auditVerify } from './audit-commands.ts';

const USAGE = `Usage: npm run airlock -- <command>

  audit verify [--file PATH] [--head HASH]   checks the record; names the first broken entry and exits with 1
  audit export [--file PATH]                 writes the record as JSON lines
  doctor                                     checks settings, store, permissions, people, session and clock; exits with 1 on a failure
  package [--out FILE]                       writes the app package for Teams from appPackage/ and the settings

  --file   the database; default: the one at DATABASE_URL, or else airlock.db, or else demo.db, in DATA_DIR (.airlock)
  --head   a head noted earlier, which must still be in the record: shows a tail that was cut off
  --out    where the package is written; default: build/airlock.zip
`;

/** The folder `appPackage/` beside both `src/` and `dist/`. */
const PACKAGE_FOLDER = fileURLToPath(new URL('../../appPackage/', import.meta.url));

/** The operator's commands; this is their composition root, as main.ts is the service's. */
async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      file: { type: 'string' },
      head: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return say(process.stdout, USAGE, 0);
  const command = positionals.join(' ');
  if (command === 'doctor') return doctor();
  if (command === 'package') return writePackage(resolve(values.out ?? 'build/airlock.zip'));
  if (command !== 'audit verify' && command !== 'audit export') return say(process.stderr, USAGE, 2);
  if (values.head !== undefined && !/^[0-9a-f]{64}$/.test(values.head)) {
    return say(process.stderr, '--head takes the 64 hexadecimal digits that an earlier verification printed.\n', 2);
  }
  const place = values.file === undefined ? configuredPlace() : { file: values.file };
  const fault = await faultOf(place);
  if (fault) return say(process.stderr, `${fault}\n`, 2);
  const store = await openStore({ ...place, chain: chainEntry, ids: { next: () => randomUUID() } });
  try {
    return command === 'audit verify'
      ? await auditVerify(store, process.stdout, values.head)
      : await auditExport(store, process.stdout);
  } finally {
    await store.close();
  }
}

/** Loaded here alone: every client of the service comes with it. */
async function doctor(): Promise<number> {
  const { startDoctor } = await import('./doctor/start-doctor.ts');
  const clock = { now: () => Date.now() };
  const options = { around: readEnvironment(), clock, node: process.version, packageFolder: PACKAGE_FOLDER };
  return startDoctor(process.stdout, options);
}

/** Loaded only here: what checks and writes packages is installed for development alone. */
async function writePackage(file: string): Promise<number> {
  const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
  const values = packageVariables(readPackageConfig(), version);
  const { packageApp } = await import('./app-package/package-app.ts').catch((cause: unknown) => {
    throw new AirlockError('config-invalid', 'The app is packaged in a clone of Airlock, after npm ci.', { cause });
  });
  return packageApp({ values, file }, process.stdout);
}

function configuredPlace(): StoreLocation {
  const { dataDir, databaseUrl } = readRecordConfig();
  if (databaseUrl) return { url: databaseUrl };
  const service = join(dataDir, 'airlock.db');
  const demo = join(dataDir, 'demo.db');
  if (existsSync(service) || !existsSync(demo)) return { file: service };
  process.stderr.write(`There is no ${service}; this is the demo's record, ${demo}.\n`);
  return { file: demo };
}

/** How every SQLite file begins (sqlite.org/fileformat.html, 1.3). */
const MAGIC = 'SQLite format 3\0';

/** Why the database cannot be asked; null when it can. Opening makes what is missing, so nothing else is opened. */
async function faultOf(place: StoreLocation): Promise<string | null> {
  if ('file' in place) return faultOfFile(place.file);
  const absent = (await schemaState(place)).kind === 'absent';
  return absent
    ? 'The database at DATABASE_URL holds nothing of Airlock. Set DATABASE_URL to the service’s, or name a file with --file.'
    : null;
}

function faultOfFile(file: string): string | null {
  if (!existsSync(file)) return `There is no database at ${file}. Name it with --file.`;
  if (!statSync(file).isFile()) return `${file} is not a file. Name the database with --file.`;
  const start = Buffer.alloc(MAGIC.length);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, start);
  } finally {
    closeSync(descriptor);
  }
  return start.toString('latin1') === MAGIC ? null : `${file} is not a database of Airlock. Name it with --file.`;
}

function say(stream: NodeJS.WriteStream, text: string, code: number): number {
  stream.write(text);
  return code;
}

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const known =
      isAirlockError(error) ||
      (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
    process.stderr.write(known ? `${error.message}\n` : 'The command failed: something is wrong in Airlock itself.\n');
    process.exitCode = 2;
  },
);
