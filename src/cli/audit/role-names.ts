/** Built-in roles of Entra by their template ids (docs/facts/teams.md#roles-in-graph). */
const ROLE_NAMES: Readonly<Record<string, string>> = {
  '194ae4cb-b126-40b2-bd5b-6091b380977d': 'Security Administrator',
  '62e90394-69f5-4237-9190-012177145e10': 'Global Administrator',
  '5f2222b1-57c3-48ba-8ad5-d4759f1fde6f': 'Security Operator',
  '5d6b6bb7-de71-4623-b4af-96380a352509': 'Security Reader',
  'f2ef992c-3afb-46b9-b7cf-a126ee74c451': 'Global Reader',
};

/** A role by its name; the id of a group, or of a role that is not built in. */
export function roleName(id: string): string {
  return ROLE_NAMES[id] ?? id;
}
