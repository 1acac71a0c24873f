/** Directory role template ids (learn: Microsoft Entra built-in roles); they are the same in every tenant. */
export const ROLES = {
  'Security Administrator': '194ae4cb-b126-40b2-bd5b-6091b380977d',
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'Security Reader': '5d6b6bb7-de71-4623-b4af-96380a352509',
  'Security Operator': '5f2222b1-57c3-48ba-8ad5-d4759f1fde6f',
  'Global Reader': 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
} as const;

/** The template id of a role, from its name in any case or the id itself; undefined for a role that is not in ROLES. */
export function roleId(text: string): string | undefined {
  const wanted = text.trim().toLowerCase();
  return Object.entries(ROLES).find(([name, id]) => name.toLowerCase() === wanted || id === wanted)?.[1];
}

/** The names of these roles, in the order of ROLES. */
export function roleNames(ids: ReadonlySet<string>): string[] {
  return Object.entries(ROLES).flatMap(([name, id]) => (ids.has(id) ? [name] : []));
}
