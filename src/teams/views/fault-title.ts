/** What people call the fields in which faults are told (changes/device-group/check-wish.ts). */
const TITLES: Readonly<Record<string, string>> = {
  name: 'Name',
  description: 'Description',
  level: 'Remediation level',
  conditions: 'Conditions',
  place: 'Place in rank',
  group: 'Device group',
  access: 'Access',
};

const ROW = /^conditions\.(\d+)\./;

/** A field's name where a fault stands without its form; rows of conditions count from 1. */
export function faultTitle(field: string): string {
  const row = ROW.exec(field)?.[1];
  if (row !== undefined) return `Condition ${Number(row) + 1}`;
  return Object.hasOwn(TITLES, field) ? (TITLES[field] ?? field) : field;
}
