import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chainEntry } from '../audit/chain-entry.ts';
import { readDemoConfig } from '../config.ts';
import { isAirlockError } from '../errors.ts';
import { openStore } from '../store/sql/open-store.ts';
import { auditExport } from './audit-export.ts';
import { auditVerify } from './audit-verify.ts';

const USAGE = `Usage: npm run airlock -- <command>

  audit verify [--file PATH] [--head HASH]   checks the record; names the first broken entry and exits with 1
  audit export [--file PATH]                 writes the record as JSON lines

  --file   the database; default: airlock.db, or else demo.db, in DATA_DIR (.airlock)
  --head   a head noted earlier, which must still be in the record: shows a tail that was cut off
`;

/** The operator's commands; this is their composition root, as main.ts is the service's. */
async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { file: { type: 'string' }, head: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) return say(process.stdout, USAGE, 0);
  const command = positionals.join(' ');
  if (command !== 'audit verify' && command !== 'audit export') return say(process.stderr, USAGE, 2);
  const file = values.file ?? defaultFile();
  if (!existsSync(file)) return say(process.stderr, `There is no database at ${file}. Name it with --file.\n`, 2);
  const store = await openStore({ file, chain: chainEntry, ids: { next: () => randomUUID() } });
  try {
    return command === 'audit verify'
      ? await auditVerify(store, process.stdout, values.head)
      : await auditExport(store, process.stdout);
  } finally {
    await store.close();
  }
}

function defaultFile(): string {
  const { dataDir } = readDemoConfig();
  const service = join(dataDir, 'airlock.db');
  return existsSync(service) ? service : join(dataDir, 'demo.db');
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
