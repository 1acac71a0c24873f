import { isRemediationLevel, LEVEL_WORDS, type LevelReading } from './remediation-level.ts';

/** A level as people read it; a number without a name stands there raw. */
export function levelWords(reading: LevelReading): string {
  if (isRemediationLevel(reading)) return LEVEL_WORDS[reading];
  return reading === 'unread' ? 'not readable' : `Unknown level (${reading.slice('unknown:'.length)})`;
}
