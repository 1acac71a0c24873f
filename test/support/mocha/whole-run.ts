import { unpackBrowser } from '../../browser/open-browser.ts';
import { templateForAll } from '../databases/migrated-postgres.ts';
import { startPostgres } from '../databases/postgres-server.ts';
import { bundleForAll } from '../processes/bundled.ts';

/** What files that run side by side start dozens of times. */
const PROGRAMS = ['test/scenarios/crashes/crash-child.ts', 'src/cli/airlock.ts', 'src/demo.ts'];

let removeDatabases: (() => Promise<void>) | undefined;

/**
 * Runs once before all files, in the process that starts the others: what each of them would otherwise start,
 * unpack or compile itself.
 */
export async function mochaGlobalSetup(): Promise<void> {
  await Promise.all([unpackBrowser(), makeDatabases(), bundleForAll(PROGRAMS)]);
}

/** Runs once after all files. */
export async function mochaGlobalTeardown(): Promise<void> {
  await removeDatabases?.();
}

async function makeDatabases(): Promise<void> {
  process.env.DATABASE_TEST_URL ??= await startPostgres();
  removeDatabases = await templateForAll();
}
