import { nameKeys } from '../name-keys.ts';

/** The key that holds a group. */
export function holdGroup(id: number): string {
  return `device-group:${id}`;
}

/** The keys that hold a name and all that could be taken for it. */
export function holdName(name: string): readonly string[] {
  return nameKeys(name).map((key) => `device-group-name:${key}`);
}
