/** Times in ms. The task lease must outlast the calls of one apply: read, re-read, write, read-back. */
export interface JobSettings {
  readonly taskLease: number;
  readonly postLease: number;
  /** How many messages are delivered side by side; one a conversation at most. */
  readonly deliverAtOnce: number;
  /** A message is given up after so many tries. */
  readonly deliverAttempts: number;
  /** The longest rest between two looks at the store: another instance may have left work. */
  readonly longestRest: number;
  /**
   * How long done tasks and said answers are kept, and with them the keys by which a redelivered activity changes
   * nothing.
   */
  readonly keepDone: number;
  readonly pruneEvery: number;
  /** How often an instance asks whether somebody has pruned. */
  readonly pruneLook: number;
  /** How many are deleted in one transaction, and in how many at most. */
  readonly pruneAtOnce: number;
  readonly pruneBatches: number;
}

export const JOB_SETTINGS: JobSettings = {
  taskLease: 90_000,
  postLease: 30_000,
  deliverAtOnce: 8,
  deliverAttempts: 12,
  longestRest: 5_000,
  keepDone: 30 * 86_400_000,
  pruneEvery: 86_400_000,
  pruneLook: 3_600_000,
  pruneAtOnce: 2_000,
  pruneBatches: 50,
};
