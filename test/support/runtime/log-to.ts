import type { Log } from '../../../src/shared/runtime.ts';

/** A line of the log, of whatever level. */
export interface Logged {
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

export function logTo(write: (entry: Logged) => void): Log {
  const line = (fields: object, message: string) => write({ fields: { ...fields }, message });
  return { debug: line, info: line, warn: line, error: line };
}
