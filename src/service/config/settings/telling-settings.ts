import { z } from 'zod';
import type { Setting } from '../../../shared/setting.ts';
import { settingValues } from './setting-values.ts';

const MINUTE = 60_000;

/** `07:00` as milliseconds after midnight. */
const timeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is no time of day such as 07:00')
  .transform((text) => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * MINUTE);

/** When channels are told of what nobody asked for at that moment. */
export const TELLING_SETTINGS = {
  digestAt: {
    variable: 'DIGEST_AT',
    meaning: 'When a digest comes that a channel asked for, in UTC: each day, or each Monday',
    example: '05:30',
    fallback: '07:00',
    schema: timeOfDay,
  },
  pendingReminder: {
    variable: 'PENDING_REMINDER',
    meaning:
      'After which time the channel for approvals is told, once, of something that waits in Defender for a decision; `0` is off',
    example: '0',
    fallback: '24h',
    schema: settingValues.duration,
  },
} as const satisfies Record<string, Setting<unknown>>;
