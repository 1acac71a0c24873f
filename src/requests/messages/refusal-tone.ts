import type { ErrorCode } from '../../shared/errors.ts';
import type { Tone } from './answers.ts';

/** Refusals that say no more than who may do what, or that somebody else was faster. */
const MILD: ReadonlySet<ErrorCode> = new Set([
  'not-allowed',
  'may-not-read',
  'wrong-state',
  'rev-conflict',
  'card-outdated',
  'card-needed',
]);

/** How a refusal looks, whether it answers a button or a task. */
export function toneOf(code: ErrorCode): Tone {
  return MILD.has(code) ? 'warning' : 'attention';
}
