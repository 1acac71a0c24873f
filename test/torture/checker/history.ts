/** What a run looked like from outside. Times are ms since 1970 by one clock. */
export interface History {
  /** The person behind each account: two accounts of one person have the same value. */
  readonly people: Readonly<Record<string, string>>;
  /** The names of accounts by their ids, as cards show them. */
  readonly names: Readonly<Record<string, string>>;
  /** Under which names the tenant lists what the bot writes. */
  readonly bot: readonly string[];
  readonly asks: readonly Ask[];
  readonly presses: readonly Press[];
  readonly messages: readonly Shown[];
  readonly writes: readonly Write[];
  readonly record: readonly Entry[];
  /** The hash at the end of each earlier export, with its number. */
  readonly heads: readonly Head[];
  /** The public key of the record, in PEM. */
  readonly publicKey: string;
  /** Messages that the bot counted as sent once more. */
  readonly unsure: number;
  readonly starts: readonly Start[];
  readonly usage: readonly Usage[];
}

/** A wish that somebody wrote. */
export interface Ask {
  /** The id of the message, which is that of its thread. */
  readonly thread: string;
  readonly by: string;
  /** What it would write: `indicator t7.example`, `group T7`, `switch AutomatedIrEnabled true`. */
  readonly key: string;
}

export type Verb = 'submit' | 'approve' | 'reject' | 'withdraw';

/** A button that somebody pressed, and what came back. */
export interface Press {
  readonly by: string;
  readonly verb: Verb;
  readonly number: number;
  readonly sentAt: number;
  readonly answer: Answer;
}

/** `card`: all that can be read on it; `refused`: a sentence; `lost`: no answer, or an error without a reason. */
export type Answer =
  | { readonly kind: 'card'; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'lost' };

/** A message of the bot as somebody sees it at the end; who sees it otherwise is one more. */
export interface Shown {
  readonly id: string;
  readonly conversation: string;
  readonly thread: string | null;
  /** All that can be read on its card; null without one. */
  readonly text: string | null;
  /** What the first card that stood there said of which message it is; null where it said nothing. */
  readonly marker: string | null;
}

export interface Write {
  readonly at: number;
  readonly what: string;
  readonly by: string;
}

/** One line of the exported record. */
export interface Entry {
  readonly seq: number;
  readonly previous: string;
  readonly hash: string;
  readonly signature: string | null;
  readonly keyId: string | null;
  readonly event: string;
  readonly actor: string;
  readonly requestId: string | null;
  readonly data: unknown;
  readonly [more: string]: unknown;
}

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** From the start of a process after its end until it answered. */
export interface Start {
  readonly ms: number;
}

/** What one process took at one moment. */
export interface Usage {
  readonly process: number;
  /** Bytes. */
  readonly memory: number;
  readonly handles: number;
}

/** What a run is judged by. */
export interface Bounds {
  readonly startMs: number;
  /** Bytes. */
  readonly memory: number;
  readonly handles: number;
}

export interface Violation {
  readonly rule: string;
  readonly what: string;
}
