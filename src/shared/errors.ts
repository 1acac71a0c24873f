/**
 * Every error code of Airlock and what it means for the person who sees it. Codes are stable: logs, tests and cards
 * name them. Only the message of an AirlockError may be shown to users.
 */
const ERROR_MEANINGS = {
  'config-invalid': 'A setting is missing or wrong; the process does not start.',
  'input-invalid': 'What somebody typed or sent cannot be read as what it claims to be.',
  'not-found': 'There is no such request in this tenant.',
  'not-allowed': 'The person may not do this.',
  'may-not-read': 'The person may not look at what Airlock knows.',
  'wrong-state': 'The request is not in a state in which this can be done.',
  'rev-conflict': 'Somebody else changed the request first.',
  'card-outdated': 'The card shows a draft as it was before, or was drawn by an earlier version; nothing was done.',
  'card-needed': 'The decision is to be made on a card that shows the change; nothing was decided.',
  'digest-mismatch': 'What would be applied is not what was asked, byte for byte.',
  'duplicate-request': 'A request on the same object is already open.',
  'directory-unavailable': 'The directory gave no clear answer about a person.',
  'tenant-unavailable': 'Defender gave no answer; nothing was changed.',
  'tenant-refused': 'Defender answered with a refusal; nothing was changed.',
  'tenant-signed-out': 'The session with Defender has ended; nothing was changed.',
  'tenant-throttled': 'Defender asks to wait; nothing was changed.',
  'tenant-schema': 'Defender answered in a form that is not known; nothing was changed.',
  'tenant-unsupported': 'This tenant does not have what was asked for.',
  'file-unavailable': 'An attached file did not come; nothing of it was read.',
  'delivery-failed': 'Teams did not take a message.',
  'delivery-gone': 'The conversation or message no longer exists, or the bot is not allowed there.',
  'store-corrupt': 'What is stored does not hold together.',
  'record-broken':
    'The record lacks entries that it had, or was continued with an unknown key: nothing more is stored.',
  'store-unavailable':
    'The store gave no answer. Look again once it answers: the last step may or may not have been stored.',
  'card-invalid': 'A card could not be made from its template.',
  'catalogue-invalid': 'A file of texts in another language cannot be used.',
  internal: 'Something is wrong in Airlock itself.',
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof ERROR_MEANINGS;

// Sound: these are the keys of that object.
export const ERROR_CODES = Object.keys(ERROR_MEANINGS) as readonly ErrorCode[];

/** What a code means, in a sentence; null where there is no such code. */
export function meaningOf(code: string): string | null {
  return Object.hasOwn(ERROR_MEANINGS, code) ? ERROR_MEANINGS[code as ErrorCode] : null;
}

export interface ErrorContext {
  readonly cause?: unknown;
  /** Facts for the log and for callers. Never holds secrets, tokens or card bodies. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * The only error class that Airlock throws on purpose. It carries a stable code, a sentence that users may see, and the
 * cause for the log.
 */
export class AirlockError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, context: ErrorContext = {}) {
    super(message, { cause: context.cause });
    this.name = 'AirlockError';
    this.code = code;
    this.details = context.details ?? {};
  }
}

/** The fields to log for an error: its code, and for an unreadable row also which row it is. */
export function errorFields({ code, details }: AirlockError): object {
  if (code !== 'store-corrupt') return { code };
  const { table, id, fault } = details;
  return { code, table, row: id, fault };
}

/** Whether this is an AirlockError; where codes are given, one with any of these codes. */
export function isAirlockError(error: unknown, ...codes: ErrorCode[]): error is AirlockError {
  return error instanceof AirlockError && (codes.length === 0 || codes.includes(error.code));
}

/** The end of a message that people in the chat may see, who can do nothing else about it. */
export const TELL_THE_OPERATOR = 'Tell whoever operates Airlock.';
