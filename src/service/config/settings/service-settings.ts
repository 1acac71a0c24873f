import { z } from 'zod';
import { ENGLISH, LANGUAGE_CODES } from '../../../shared/language/languages.ts';
import { HABIT_NAMES, PLAYED_NAMES, TENANT_KINDS } from '../../../shared/played-tenants.ts';
import type { Setting } from '../../../shared/setting.ts';
import { peopleFile } from '../people-file.ts';
import { ACT_SETTINGS } from './act-settings.ts';
import { settingValues } from './setting-values.ts';

/**
 * Security Administrator and Global Administrator: who may change these settings in the portal (learn:
 * m365d-configure-auto-investigation-response).
 */
const ADMIN_ROLES = '194ae4cb-b126-40b2-bd5b-6091b380977d,62e90394-69f5-4237-9190-012177145e10';

/** Besides them Security Operator: analysts see what should change, and ask; nobody approves what they asked for. */
const ASKING_ROLES = `${ADMIN_ROLES},5f2222b1-57c3-48ba-8ad5-d4759f1fde6f`;

/** Security Reader, Security Operator and Global Reader (learn: permissions-reference). */
export const READING_ROLES =
  '5d6b6bb7-de71-4623-b4af-96380a352509,5f2222b1-57c3-48ba-8ad5-d4759f1fde6f,f2ef992c-3afb-46b9-b7cf-a126ee74c451';

const MINUTE = 60_000;

/** `07:00` as milliseconds after midnight. */
const timeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is no time of day such as 07:00')
  .transform((text) => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * MINUTE);

/** The settings that the service and the demo share, in the order of the documentation. */
export const SERVICE_SETTINGS = {
  port: { variable: 'PORT', meaning: 'Port of the bot', example: '3978', fallback: '3978', schema: settingValues.port },
  dataDir: {
    variable: 'DATA_DIR',
    meaning: 'Folder of the database (mode 0600)',
    example: '/var/lib/airlock',
    fallback: '.airlock',
    schema: settingValues.path,
  },
  logLevel: {
    variable: 'LOG_LEVEL',
    meaning:
      'How much is logged: `debug`, `info`, `warn`, `error` or `silent`. Entries and checkpoints of the record are logged at every level; with `silent` nothing is, so a log that is kept elsewhere is then no second record',
    example: 'info',
    fallback: 'info',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'is none of debug, info, warn, error, silent'),
  },
  language: {
    variable: 'SHARED_LANGUAGE',
    meaning:
      'What Airlock speaks where many read along and nobody there asked at that moment, and to people whose Teams is set to a language that it does not speak: `en` or `de`. To everybody else it speaks what their Teams is set to, also where it answers them in a channel. `qps-ploc` and `qps-plocm` are spoken by nobody: they are for tests',
    example: 'de',
    fallback: ENGLISH,
    schema: z.enum(LANGUAGE_CODES, `is none of ${LANGUAGE_CODES.join(', ')}`),
  },
  approverIds: {
    variable: 'APPROVER_IDS',
    meaning:
      'Who approves: directory role template ids, Entra group ids, or both, in any form of a GUID; empty means nobody. The id of a role’s object in this tenant is taken for the role',
    example: ADMIN_ROLES,
    fallback: ADMIN_ROLES,
    shownDefault: 'Security Administrator, Global Administrator',
    schema: settingValues.guids,
  },
  requesterIds: {
    variable: 'REQUESTER_IDS',
    meaning: 'Who may ask, and report a change as applied by hand: the same kinds of ids',
    example: ASKING_ROLES,
    fallback: ASKING_ROLES,
    shownDefault: 'Security Administrator, Global Administrator, Security Operator',
    schema: settingValues.guids,
  },
  readerIds: {
    variable: 'READER_IDS',
    meaning: 'Who may look, besides those who may ask or approve: the same kinds of ids; empty means nobody else',
    example: READING_ROLES,
    fallback: READING_ROLES,
    shownDefault: 'Security Reader, Security Operator, Global Reader',
    schema: settingValues.guids,
  },
  quorum: {
    variable: 'APPROVALS_REQUIRED',
    meaning: 'How many different approvers a change takes, 1 to 20',
    example: '2',
    fallback: '1',
    schema: settingValues.wholeNumber(1, 20),
  },
  approvalReason: {
    variable: 'APPROVAL_REASON',
    meaning: 'Whether approvers must say why: `optional` or `required`',
    example: 'required',
    fallback: 'optional',
    schema: z.enum(['optional', 'required'], 'is neither optional nor required'),
  },
  implementer: {
    variable: 'IMPLEMENTER',
    meaning:
      '`guided`: who may report a change as applied. `other-than-approver`: nobody who approved it, or is not known to be another person than who did, unless fewer than two others may; `anyone`: an approver, too, and card, record and report say so',
    example: 'other-than-approver',
    fallback: 'other-than-approver',
    schema: z.enum(['other-than-approver', 'anyone'], 'is neither other-than-approver nor anyone'),
  },
  typedDecisions: {
    variable: 'TYPED_DECISIONS',
    meaning:
      'Whether a typed message may approve, or report as applied: `with-digest` (with the digest that the card shows), ' +
      '`off`, or `on` (by a bare number: any app that may send messages as that person can type it)',
    example: 'off',
    fallback: 'with-digest',
    schema: z.enum(['with-digest', 'off', 'on'], 'is none of with-digest, off, on'),
  },
  personProof: {
    variable: 'PERSON_PROOF',
    meaning:
      '`marks`: an approval counts only where requester and approver are known to be two people; `accounts`: two accounts that are not known to be one person’s are enough',
    example: 'marks',
    fallback: 'marks',
    schema: z.enum(['marks', 'accounts'], 'is neither marks nor accounts'),
  },
  peopleFile: {
    variable: 'PEOPLE_FILE',
    meaning:
      'A file with a line for each person: the object ids of their accounts. Two lines are two people, whatever marks they carry',
    example: '/etc/airlock/people.txt',
    optional: true,
    schema: peopleFile,
  },
  employeeIdPattern: {
    variable: 'EMPLOYEE_ID_PATTERN',
    meaning:
      'A regular expression whose first group is the person’s part of an employee id, in lower case; 200 characters at most, and no repeated group with a repetition or choice within it',
    example: '^(?:adm-)?(\\d+)$',
    optional: true,
    schema: settingValues.pattern,
  },
  approverMinAge: {
    variable: 'APPROVER_MIN_AGE',
    meaning:
      'How long the accounts of whoever asks and whoever approves, and their roles, must have existed before somebody can submit, an approval counts, and somebody’s word counts that a change is applied, or what they see; to reject and to stop takes no age; `0s` to `9999d`; `0` is off',
    example: '24h',
    fallback: '24h',
    schema: settingValues.duration,
  },
  decisionWindow: {
    variable: 'DECISION_WINDOW',
    meaning: 'Time until an undecided request expires, `1s` to `365d`',
    example: '24h',
    fallback: '24h',
    schema: settingValues.window,
  },
  executionWindow: {
    variable: 'EXECUTION_WINDOW',
    meaning: 'Time until an approved request that cannot be applied expires, `1s` to `365d`',
    example: '4h',
    fallback: '4h',
    schema: settingValues.window,
  },
  openPerPerson: {
    variable: 'OPEN_PER_PERSON',
    meaning: 'How many requests one person may have open, 1 to 100',
    example: '10',
    fallback: '10',
    schema: settingValues.wholeNumber(1, 100),
  },
  perPerson: {
    variable: 'PER_PERSON_A_MINUTE',
    meaning:
      'How many messages and presses of one person are answered in a minute, 1 to 1000; after a pause, over three times as many at once, 40 at most. Four of one person are handled at the same time, the others after them',
    example: '60',
    fallback: '60',
    schema: settingValues.wholeNumber(1, 1_000),
  },
  perConversation: {
    variable: 'PER_CONVERSATION_A_MINUTE',
    meaning:
      'How many messages of people who may look are answered in one conversation in a minute, 1 to 1000; after a pause, over three times as many at once',
    example: '120',
    fallback: '120',
    schema: settingValues.wholeNumber(1, 1_000),
  },
  ...ACT_SETTINGS,
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
      'After which time the channel for approvals is told, once, of something that waits in Defender for a decision, `0s` to `9999d`; `0` is off',
    example: '0',
    fallback: '24h',
    schema: settingValues.duration,
  },
} as const satisfies Record<string, Setting<unknown>>;

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** The settings that only the demo needs, besides SERVICE_SETTINGS. */
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
    meaning: `The tenant played: ${listed(TENANT_KINDS)}; or a classic one with other habits: ${listed(HABIT_NAMES)}`,
    example: 'whole-names',
    fallback: 'classic',
    schema: z.enum(PLAYED_NAMES, `is none of ${PLAYED_NAMES.join(', ')}`),
  },
  demoKeep: {
    variable: 'DEMO_KEEP',
    meaning:
      '`1` goes on with the requests, people, settings and messages of the last start with `1`, unless one without it came in between; `fresh` moves them away and keeps from now on; `0` keeps nothing',
    example: '1',
    fallback: '0',
    schema: z.enum(['0', '1', 'fresh'], 'is none of 0, 1, fresh'),
  },
} as const satisfies Record<string, Setting<unknown>>;
