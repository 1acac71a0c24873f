import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { AirlockError } from '../../shared/errors.ts';
import type { ChatState } from '../chat/state/chat-state.ts';
import type { World } from '../company/world.ts';
import { KeptWorld, keptWorld } from './kept-world.ts';

/** How long messages may wait for others before they are written, in milliseconds. */
const PAUSE = 50;

/**
 * Reads what a sandbox left in a file; null where there is no file.
 * @throws AirlockError config-invalid, with a sentence that says what is wrong with the file
 */
export function readWorldFile(file: string): KeptWorld | null {
  const text = textOf(file);
  if (text === null) return null;
  const read = KeptWorld.safeParse(parsed(file, text));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw unreadable(file, `does not hold what this version keeps (${issue?.path.join('.')}: ${issue?.message})`);
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw unreadable(file, 'cannot be opened', cause);
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unreadable(file, 'is no JSON', cause);
  }
}

function unreadable(file: string, why: string, cause?: unknown): AirlockError {
  return new AirlockError('config-invalid', `${file} ${why}.`, { cause });
}

export interface WorldFile {
  /** Writes what is not written yet, and then no more. */
  close(): void;
}

/**
 * Writes the sandbox into a file, whole and in one step: now, at once after each change of the world, and shortly after
 * each message. @param failed is called when it could not be written
 */
export function writeWorldFile(
  file: string,
  world: World,
  chat: ChatState,
  failed: (error: unknown) => void,
): WorldFile {
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    try {
      replace(file, JSON.stringify(keptWorld(world, chat)));
    } catch (error) {
      failed(error);
    }
  };
  const soon = (): void => {
    timer ??= setTimeout(write, PAUSE);
  };
  world.changes.on('change', write);
  chat.events.on('message', soon).on('introduced', soon);
  write();
  return {
    close() {
      world.changes.off('change', write);
      chat.events.off('message', soon).off('introduced', soon);
      write();
    },
  };
}

function replace(file: string, text: string): void {
  const fresh = `${file}.new`;
  const handle = openSync(fresh, 'w', 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, file);
}
