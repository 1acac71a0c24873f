import type { CommandOf } from '../command.ts';

const EVERY = '(daily|weekly|each day|every day|each week|every week)';
const BEGIN = new RegExp(
  `^(?:(?:a )?(?:digest ${EVERY}|${EVERY} digest)|subscribe(?: (?:to (?:the )?)?${EVERY}(?: digest)?)?)$`,
  'u',
);
const END = /^(?:digest off|no digest|stop (?:the )?digest|unsubscribe(?: from (?:the )?digest)?)$/u;

/** Whether and how often this channel is told a digest; null for any other text. @param plain in lower case */
export function parseDigest(plain: string): CommandOf<'digest'> | null {
  if (plain === 'digest' || plain === 'show digest') return { kind: 'digest', every: null };
  if (END.test(plain)) return { kind: 'digest', every: 'off' };
  const begun = BEGIN.exec(plain);
  if (begun === null) return null;
  const every = begun.slice(1).find((word) => word !== undefined);
  return { kind: 'digest', every: every?.includes('week') ? 'weekly' : 'daily' };
}
