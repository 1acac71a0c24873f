import type { Change } from '../../changes/registry/change.ts';
import { isOwnChange } from '../../changes/registry/kind-of.ts';

/** Where the setting is kept that a change is about, as the subject of a sentence. */
export function systemName(change: Change): 'Defender' | "Airlock's own setting" {
  return isOwnChange(change) ? "Airlock's own setting" : 'Defender';
}
