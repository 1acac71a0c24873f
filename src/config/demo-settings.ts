import { z } from 'zod';
import type { Setting } from './setting.ts';
import { settingValues } from './setting-values.ts';

/** What only the demo needs, beside SERVICE_SETTINGS. */
export const DEMO_SETTINGS = {
  sandboxPort: {
    variable: 'SANDBOX_PORT',
    meaning: 'Port of the sandbox and its chat page',
    example: '3979',
    fallback: '3979',
    schema: settingValues.port,
  },
  sandboxTenant: {
    variable: 'SANDBOX_TENANT',
    meaning: 'The tenant played: `classic`, `current`, `business` or `plan1`',
    example: 'classic',
    fallback: 'classic',
    schema: z.enum(['classic', 'current', 'business', 'plan1'], 'is none of classic, current, business, plan1'),
  },
} as const satisfies Record<string, Setting<unknown>>;
