import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { KeptWorld } from '../../sandbox/keep/kept-world.ts';
import { readWorldFile } from '../../sandbox/keep/world-file.ts';
import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import type { DemoSettings } from '../config/read-config.ts';
import { demoKeyFile } from '../keeping/demo-key.ts';

const STORE = ['demo.db', 'demo.db-wal', 'demo.db-shm'];
const WORLD = 'demo-world.json';

type KeepSettings = Pick<DemoSettings, 'dataDir' | 'demoKeep'>;

/** Where a demo keeps the pretend tenant, beside its store. */
export function worldFile({ dataDir }: KeepSettings): string {
  return join(dataDir, WORLD);
}

/**
 * The pretend tenant to go on with; null for a fresh one. Without the store beside it, nobody knows the bot.
 * @throws AirlockError config-invalid where it was kept, but cannot be read; it says how to begin afresh
 */
export function keptDemo(settings: KeepSettings): KeptWorld | null {
  if (settings.demoKeep !== '1') return null;
  try {
    const kept = readWorldFile(worldFile(settings));
    return kept && !existsSync(join(settings.dataDir, 'demo.db')) ? { ...kept, introduced: [] } : kept;
  } catch (error) {
    if (!isAirlockError(error, 'config-invalid')) throw error;
    const message = `The demo that was kept cannot go on: ${error.message} Nothing was changed. Start once with DEMO_KEEP=fresh to begin anew; what was kept is then moved into a folder of its own.`;
    throw new AirlockError('config-invalid', message, { cause: error });
  }
}

/**
 * Makes room for a demo that begins anew. A store that nobody meant to keep is deleted, since its requests are about a
 * tenant that is gone; what was kept is moved into a folder beside it, with the key of its record.
 * @param now milliseconds since 1970; names the folder
 * @returns what was done with what was kept, as one sentence; null where nothing was kept
 */
export async function makeRoom(settings: KeepSettings, now: number): Promise<string | null> {
  const { dataDir, demoKeep } = settings;
  const kept = existsSync(worldFile(settings));
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  if (demoKeep === '1' && kept) return null;
  if (demoKeep === '0' && !kept) {
    await Promise.all(STORE.map((name) => rm(join(dataDir, name), { force: true })));
    return null;
  }
  const found = [...STORE, demoKeyFile('demo.db'), WORLD].filter((name) => existsSync(join(dataDir, name)));
  if (found.length === 0) return null;
  const folder = join(dataDir, `before-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of found) await rename(join(dataDir, name), join(folder, name));
  return `The demo before this one was moved to ${folder}. To go on with it, move its files back to ${dataDir} and start with DEMO_KEEP=1.`;
}
