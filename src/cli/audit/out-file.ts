import { closeSync, openSync, realpathSync, renameSync, rmSync, type Stats, statSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { AirlockError } from '../../shared/errors.ts';
import type { Out } from '../out.ts';

/**
 * Lets something be written into a file of mode 0600, which is there whole or not at all. What is no plain file, such
 * as a terminal, is written to as it is.
 * @param read files that must stay as they are, whatever they are called
 * @throws AirlockError input-invalid
 */
export async function writeOut<T>(file: string, read: readonly string[], write: (out: Out) => Promise<T>): Promise<T> {
  const target = realPath(file);
  if (read.some((one) => isSame(one, target)))
    throw new AirlockError('input-invalid', `--out names ${file}, which the export reads. Name another file.`);
  const isPlain = statOf(target)?.isFile() ?? true;
  const part = isPlain ? `${target}.${process.pid}.part` : target;
  const opened = open(file, part, isPlain ? 'wx' : 'w');
  try {
    const written = await write({ write: (text) => writeWhole(opened, text) });
    if (isPlain) renameSync(part, target);
    return written;
  } finally {
    closeSync(opened);
    if (isPlain) rmSync(part, { force: true });
  }
}

function open(file: string, part: string, flags: 'w' | 'wx'): number {
  try {
    return openSync(part, flags, 0o600);
  } catch (cause) {
    throw new AirlockError('input-invalid', `--out: ${file} cannot be written.`, { cause });
  }
}

/** A pipe takes as much as fits, and nothing once nobody reads it any more. */
function writeWhole(opened: number, text: string): void {
  const bytes = Buffer.from(text);
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(opened, bytes, done);
  } catch (error) {
    if (!isClosedPipe(error)) throw error;
  }
}

/** Whether nobody reads any more what is written. */
export function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

function isSame(one: string, other: string): boolean {
  if (realPath(one) === other) return true;
  const [a, b] = [statOf(one), statOf(other)];
  return a !== null && b !== null && a.ino === b.ino && a.dev === b.dev;
}

function statOf(file: string): Stats | null {
  return statSync(file, { throwIfNoEntry: false }) ?? null;
}

/** Where a file is, or would be made, once every link is followed. */
function realPath(file: string): string {
  const path = resolve(file);
  if (statOf(path)) return realpathSync(path);
  return statOf(dirname(path)) ? join(realpathSync(dirname(path)), basename(path)) : path;
}
