import type { AdaptiveCard } from './render/adaptive-card.ts';

/** The body of an invoke's answer; the HTTP status is 200 in every case (facts/teams.md 2.2). */
export interface InvokeAnswer {
  readonly statusCode: number;
  readonly type: string;
  readonly value: unknown;
}

export function cardInvokeAnswer(card: AdaptiveCard): InvokeAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card };
}

/** A sentence in place of a card. Never empty: Teams takes an empty one for a failure and clicks again. */
export function textInvokeAnswer(text: string): InvokeAnswer {
  return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
}

export function errorInvokeAnswer(statusCode: 403 | 500, message: string): InvokeAnswer {
  const code = statusCode === 403 ? 'Forbidden' : 'InternalServerError';
  return { statusCode, type: 'application/vnd.microsoft.error', value: { code, message } };
}
