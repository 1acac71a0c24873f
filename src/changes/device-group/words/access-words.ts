import type { EntraGroupRef } from '../device-group.ts';
import { quoted } from './quoted.ts';

/** Who may see a group's devices; a group whose name is not known, or that shares it with another of them, stands there with its id. */
export function accessWords(access: readonly EntraGroupRef[]): string {
  if (access.length === 0) return 'everybody with portal access';
  const words = access.map(({ id, name }) => {
    if (name.trim() === '') return id;
    return access.some((other) => other.id !== id && other.name === name) ? `${quoted(name)} (${id})` : quoted(name);
  });
  return words.sort().join(', ');
}
