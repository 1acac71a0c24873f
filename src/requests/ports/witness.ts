import { AirlockError, isAirlockError } from '../../shared/errors.ts';
import { t } from '../../shared/language/worded.ts';
/** A statement that the record had this many entries, and the last of them this hash. */
export interface SignedCheckpoint {
  readonly count: number;
  /** 64 hex digits. */
  readonly head: string;
  /** The same as a signed note: c2sp.org/signed-note. */
  readonly note: string;
  /** The last entry by then that tells what is remembered of accounts; null where there is none. */
  readonly accounts: { readonly seq: number; readonly hash: string } | null;
  /** SHA-256 (hex) over what the entries up to there tell of the tenant. */
  readonly facts: string;
  /** The same over what they tell of the channel for approvals. */
  readonly channel: string;
}

/** Where checkpoints are kept outside the database. */
export interface Witness {
  /** Whether there is a place that held nothing yet when it was opened. */
  readonly isBlank?: boolean;
  /** Why what others noted cannot be looked at now, in a word or a clause; null where it can. Never throws. */
  blind?(): Promise<string | null>;
  /** Keeps a signed note, unless it has this one or a later one. @throws when it cannot be written */
  add(note: string): Promise<void>;
}

/**
 * What others noted of the record cannot be looked at, so that nobody knows whether one of them stopped what is to be
 * written, or what somebody is to follow by hand.
 */
export function unseen(): AirlockError {
  const sentence = t`The file of checkpoints cannot be looked at now, so Airlock does not know whether another instance stopped this. Nothing is written until it can. Tell whoever operates Airlock.`;
  return new AirlockError('store-unavailable', sentence, { details: { reason: UNSEEN } });
}

const UNSEEN = 'witness';

/** Whether an error is that of `unseen`. */
export function isUnseen(error: unknown): error is AirlockError {
  return isAirlockError(error, 'store-unavailable') && error.details.reason === UNSEEN;
}
