import { AirlockError, isAirlockError } from '../../../shared/errors.ts';
import { msg } from '../../../shared/language/worded.ts';
import type { SessionWriter } from '../../ports/tenant.ts';
import { isUnseen } from '../../ports/witness.ts';
import type { StaleCause } from '../../rules/end-request.ts';
import type { JudgeServices } from '../../rules/people/judging/judge-approval.ts';
import type { Left } from '../../rules/people/judging/person-faults.ts';
import { judgeStart } from './judge-alone.ts';

/** What came of asking about everybody right before a write: what `start` stored, or why nothing is sent. */
export type Began<T> =
  | { readonly begun: T }
  | { readonly fault: StaleCause }
  | { readonly left: Left }
  | { readonly error: AirlockError };

export interface Beginning<T> {
  /** Whose session the connector was told to write with; null where no person's session writes. */
  readonly writer: SessionWriter | null;
  /** Stores that the write starts, once everybody may still have it written. */
  start(actsAs: SessionWriter | null): Promise<T>;
}

/**
 * The last question before a write, for a connector that has read and compared: nothing slow may come between it and
 * the sending (docs/architecture.md#compare-write-read-back). However often it is asked, it asks and starts once.
 * @returns its work rejects as `start` does, but for `unseen`: then nothing was stored, and nothing is sent
 */
export function beginOnce<T>(
  services: JudgeServices,
  request: Parameters<typeof judgeStart>[1],
  beginning: Beginning<T>,
): () => Promise<Began<T>> {
  let began: Promise<Began<T>> | null = null;
  return () => {
    began ??= begin(services, request, beginning);
    return began;
  };
}

async function begin<T>(
  services: JudgeServices,
  request: Parameters<typeof judgeStart>[1],
  { writer, start }: Beginning<T>,
): Promise<Began<T>> {
  const judged = await judgeStart(services, request).catch((error: unknown) => ({ error: coded(error) }));
  if (!('actsAs' in judged)) return judged;
  const { actsAs } = judged;
  if (actsAs?.name !== writer?.name) return { error: new AirlockError('tenant-unavailable', ANOTHER_SESSION) };
  try {
    return { begun: await start(actsAs) };
  } catch (error) {
    if (isUnseen(error)) return { error };
    throw error;
  }
}

const ANOTHER_SESSION = msg`Somebody else signed in to the Defender portal while Airlock was about to write.`;

function coded(error: unknown): AirlockError {
  if (!isAirlockError(error) || error.code === 'rev-conflict') throw error;
  return error;
}
