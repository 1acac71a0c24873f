import { z } from 'zod';
import { ACT_NAMES, type ActName } from '../../../changes/supported/actions/response-acts.ts';
import type { Setting } from '../../../shared/setting.ts';
import { namesNone, settingValues } from './setting-values.ts';

function isAct(name: string): name is ActName {
  return ACT_NAMES.some((act) => act === name);
}

const acts = z
  .string()
  .transform((text, context) => {
    const names = text.split(/[\s,;]+/).filter(Boolean);
    const wrong = names.filter((name) => !isAct(name));
    if (wrong.length > 0) context.addIssue({ code: 'custom', message: namesNone(wrong, ACT_NAMES) });
    return ACT_NAMES.filter((act) => names.includes(act));
  })
  .pipe(z.array(z.enum(ACT_NAMES)));

/** What may go ahead on one person's word, and on how many devices something may be done at once. */
export const ACT_SETTINGS = {
  scanApproval: {
    variable: 'SCAN_APPROVAL',
    meaning:
      'Up to how many devices one person has scanned at once on their word alone in 24 hours, whoever may ask, over all accounts that are known to be theirs, 0 to 5000; above, and always with 0, another admin approves it',
    example: '0',
    fallback: '10',
    schema: settingValues.wholeNumber(0, 5_000),
  },
  scanCeiling: {
    variable: 'SCAN_CEILING',
    meaning: 'The most devices that one request scans, 1 to 5000',
    example: '500',
    fallback: '200',
    schema: settingValues.wholeNumber(1, 5_000),
  },
  actionCeiling: {
    variable: 'ACTION_CEILING',
    meaning: 'The most devices that one request isolates, releases, restricts or lifts, 1 to 500',
    example: '5',
    fallback: '10',
    schema: settingValues.wholeNumber(1, 500),
  },
  emergencyActions: {
    variable: 'EMERGENCY_ACTIONS',
    meaning: `What may be done at once on the word of one admin who may approve, and leaves a debt: ${ACT_NAMES.map((act) => `\`${act}\``).join(', ')}; empty means nothing, but in the demo`,
    example: 'isolate,isolate-selectively',
    fallback: '',
    shownDefault: 'nothing',
    schema: acts,
  },
  debtWindow: {
    variable: 'DEBT_WINDOW',
    meaning: 'Within which time another admin approves or undoes such an emergency, `1s` to `365d`',
    example: '1h',
    fallback: '4h',
    schema: settingValues.window,
  },
} as const satisfies Record<string, Setting<unknown>>;
