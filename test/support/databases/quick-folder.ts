import { accessSync, constants, statfsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system in memory, as Linux has it. */
const MEMORY = '/dev/shm';

/** Bytes that must be free there: the stores of all tests that run side by side need a tenth of it. */
const ROOM = 512 * 1024 * 1024;

/**
 * Makes a folder for a store that need not outlive a loss of power: in memory where there is room, so that no commit
 * waits for a disk. Nothing in it can be relied on to be executable.
 */
export function quickFolder(prefix: string): Promise<string> {
  return mkdtemp(join(hasRoom() ? MEMORY : tmpdir(), prefix));
}

function hasRoom(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM;
  } catch {
    return false;
  }
}
