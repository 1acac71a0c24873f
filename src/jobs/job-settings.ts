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
}

export const JOB_SETTINGS: JobSettings = {
  taskLease: 90_000,
  postLease: 30_000,
  deliverAtOnce: 8,
  deliverAttempts: 12,
  longestRest: 5_000,
};
