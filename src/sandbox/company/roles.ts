/** Directory role template ids (learn: Microsoft Entra built-in roles); they are the same in every tenant. */
export const ROLES = {
  'Security Administrator': '194ae4cb-b126-40b2-bd5b-6091b380977d',
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'Security Reader': '5d6b6bb7-de71-4623-b4af-96380a352509',
  'Security Operator': '5f2222b1-57c3-48ba-8ad5-d4759f1fde6f',
} as const;
