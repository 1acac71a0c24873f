import { execFile } from 'node:child_process';
import { bundled } from '../../support/processes/bundled.ts';
import type { Entry } from '../checker/history.ts';

/** The exported record, and what the command said of it. */
export interface Exported {
  readonly entries: readonly Entry[];
  readonly code: number;
  readonly said: string;
}

const ROOM = 512 * 1024 * 1024;

/**
 * Runs `airlock audit export` as an operator does.
 * @param settings where the record is and which key signed it, as variables
 */
export async function exportRecord(settings: Readonly<Record<string, string>>, folder: string): Promise<Exported> {
  const program = await bundled('src/cli/airlock.ts');
  const env = { PATH: process.env.PATH, ...settings };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...program, 'audit', 'export'],
      { env, cwd: folder, maxBuffer: ROOM },
      (error, out, said) => resolve({ entries: entriesIn(out), code: Number(error?.code ?? 0), said }),
    );
  });
}

function entriesIn(out: string): readonly Entry[] {
  return out
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Entry);
}
