import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../../src/store/databases/sqlite.ts';
import { quickFolder } from './quick-folder.ts';

let made: Promise<string> | undefined;

/** Puts an empty store of the newest schema there, as a service leaves that was started once and asked nothing. */
export async function migratedFile(to: string): Promise<void> {
  made ??= make();
  copyFileSync(await made, to);
}

/** Once for this process, with whose end it goes: the migrations take longer than most of what a test does then. */
async function make(): Promise<string> {
  const folder = await quickFolder('airlock-migrated-');
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'airlock.db');
  await (await openDatabase(file)).destroy();
  return file;
}
