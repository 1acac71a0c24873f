/** The kinds of tenant that the sandbox plays, by age and licence. */
export const TENANT_KINDS = ['classic', 'current', 'business', 'plan1'] as const;

/**
 * How a tenant goes by the rules of its device groups, and what its list of devices is like: name -> words for the
 * panel. Microsoft documents none of it, so each of them may be somebody's tenant.
 */
export const HABITS = {
  'as-assumed': 'As Airlock assumes',
  'whole-names': 'Name: compared with the whole DNS name',
  'case-counts': 'Capital letters count',
  'twin-os': 'Systems with two names count as one',
  'entra-joined': 'Joined to Entra: domains that the API does not list',
  'other-domains': 'Domains that are not those of the DNS names',
  'dynamic-tags': 'Tags of dynamic rules, which the API does not list',
  discovered: 'Mostly discovered and inactive devices',
  duplicates: 'Merged and double records',
  'other-operators': 'Operators 0 and 1 the other way round',
  lagging: 'Devices follow the rules hours later',
  untrimmed: 'Blanks count in rules, too',
  'trimmed-tags': 'Blanks count neither in rules nor in tags',
} as const;

export type HabitName = keyof typeof HABITS;

// The cast is sound: these are the keys that HabitName lists.
export const HABIT_NAMES = Object.keys(HABITS) as HabitName[];

/** What `SANDBOX_TENANT` takes: a kind of tenant with the habits that Airlock assumes, or a habit of a classic one. */
export type PlayedName = (typeof TENANT_KINDS)[number] | HabitName;

export const PLAYED_NAMES: readonly PlayedName[] = [...TENANT_KINDS, ...HABIT_NAMES];
