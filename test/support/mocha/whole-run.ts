import { unpackBrowser } from '../../browser/open-browser.ts';
import { startPostgres } from '../databases/postgres-server.ts';

/**
 * Runs once before all files, in the process that starts the others: what each of them would otherwise start or unpack
 * itself.
 */
export async function mochaGlobalSetup(): Promise<void> {
  await Promise.all([unpackBrowser(), process.env.DATABASE_TEST_URL ?? startOnce()]);
}

async function startOnce(): Promise<void> {
  process.env.DATABASE_TEST_URL = await startPostgres();
}
