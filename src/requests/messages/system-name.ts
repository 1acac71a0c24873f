import type { Change } from '../../changes/change.ts';

/** Where the setting is kept that a change is about, as the subject of a sentence. */
export function systemName(change: Change): 'Defender' | "Airlock's own setting" {
  return change.kind === 'approval-channel' ? "Airlock's own setting" : 'Defender';
}
