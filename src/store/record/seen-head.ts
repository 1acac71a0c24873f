import { AirlockError, TELL_THE_OPERATOR } from '../../shared/errors.ts';

/** A point of the record: so many entries, and the hash of the last of them. */
export interface KnownHead {
  readonly seq: number;
  readonly hash: string;
}

/**
 * The furthest point of the record that this process has seen: at the start what was noted elsewhere, then what it
 * committed itself. A record that lacks it was cut or replaced.
 */
export class SeenHead {
  #known: KnownHead | null;

  constructor(known: KnownHead | null) {
    this.#known = known;
  }

  get known(): KnownHead | null {
    return this.#known;
  }

  saw({ seq, hash }: KnownHead): void {
    if (this.#known === null || this.#known.seq < seq) this.#known = { seq, hash };
  }
}

/** @throws AirlockError record-broken */
export function assertReached(known: KnownHead, hashThere: string | null): void {
  if (hashThere === known.hash) return;
  const what =
    hashThere === null
      ? `ends before entry ${known.seq}, which it had`
      : `has another entry ${known.seq} than the one it had`;
  throw new AirlockError(
    'record-broken',
    `The record ${what}. Airlock stores nothing more, so that nothing is covered up. ${TELL_THE_OPERATOR}`,
    { details: { seq: known.seq } },
  );
}
