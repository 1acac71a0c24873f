/** Times in ms. The task lease must outlast the calls of one apply: read, re-read, write, read-back. */
export interface JobSettings {
  readonly taskLease: number;
  readonly postLease: number;
  /** How many messages are delivered in parallel; at most one in each conversation. */
  readonly deliverAtOnce: number;
  /** The longest pause before a loop looks for work again: another instance may have left some. */
  readonly longestRest: number;
  /**
   * How long completed tasks and sent answers are kept. Until then, their keys keep a redelivered activity from
   * changing anything.
   */
  readonly keepDone: number;
  /** How often the tenant is looked at, however many instances run, and how often an instance checks whether it was. */
  readonly watchEvery: number;
  readonly watchLook: number;
  readonly pruneEvery: number;
  /** How often an instance checks whether old rows were pruned today. */
  readonly pruneLook: number;
  /** How many rows one transaction deletes, and how many such transactions one run makes at most. */
  readonly pruneAtOnce: number;
  readonly pruneBatches: number;
}

export const JOB_SETTINGS: JobSettings = {
  taskLease: 90_000,
  postLease: 30_000,
  deliverAtOnce: 8,
  longestRest: 5_000,
  keepDone: 30 * 86_400_000,
  watchEvery: 10 * 60_000,
  watchLook: 60_000,
  pruneEvery: 86_400_000,
  pruneLook: 3_600_000,
  pruneAtOnce: 2_000,
  pruneBatches: 50,
};
