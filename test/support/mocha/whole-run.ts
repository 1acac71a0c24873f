import { unpackBrowser } from '../../browser/open-browser.ts';
import { startPostgres } from '../databases/postgres-server.ts';
import { bundleForAll } from '../processes/bundled.ts';

/** What files that run side by side start dozens of times. */
const PROGRAMS = ['test/scenarios/crashes/crash-child.ts', 'src/cli/airlock.ts', 'src/demo.ts'];

/**
 * Runs once before all files, in the process that starts the others: what each of them would otherwise start,
 * unpack or compile itself.
 */
export async function mochaGlobalSetup(): Promise<void> {
  await Promise.all([unpackBrowser(), process.env.DATABASE_TEST_URL ?? startOnce(), bundleForAll(PROGRAMS)]);
}

async function startOnce(): Promise<void> {
  process.env.DATABASE_TEST_URL = await startPostgres();
}
