/** What an audit could look at. */
export interface Evidence {
  readonly faultCount: number;
  readonly requests: number;
  /** Whether a head or a checkpoint was compared. */
  readonly anchored: boolean;
  /** Requests whose last entry does not say what was stored. */
  readonly unbound: number;
}

/** What an audit without a fault has shown: sentences. */
export function provenBy({ faultCount, requests, anchored }: Evidence): readonly string[] {
  if (faultCount > 0) return [];
  return [
    'each entry follows the one before it, and each step was allowed to whoever took it.',
    `the rows of all ${requests} requests, their tasks and their locks are what the entries account for.`,
    ...(anchored ? ['the record still holds what was noted elsewhere.'] : []),
  ];
}

/** What it cannot show: sentences. */
export function openAfter({ anchored, unbound }: Evidence): readonly string[] {
  const bound = unbound === 1 ? '1 request was' : `${unbound} requests were`;
  return [
    ...(anchored
      ? []
      : [
          'that nothing was cut off the end. A record that was cut together with its rows, or put back from a backup, looks whole: compare it with a head noted elsewhere (--head) or with checkpoints (--witness).',
        ]),
    ...(unbound > 0
      ? [`${bound} last changed by a release that did not record what it stored: deadlines and waits are not compared.`]
      : []),
    'what people did in Defender without Airlock, and that whoever holds the signing key or runs the service was honest.',
  ];
}
