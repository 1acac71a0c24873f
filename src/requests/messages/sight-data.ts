import type { SightSubject } from '../../changes/knowledge/sight.ts';

/** What is filled in of what somebody sees; each as typed or chosen, absent where it is not. */
export interface SightFields {
  /** Of a switch: `on` or `off`. */
  readonly state?: string;
  readonly level?: string;
  /** In the words of a command: `tag equals "finance" and os Windows 11`. */
  readonly rules?: string;
  /** Names of Entra groups with commas between them, or `everybody`. */
  readonly access?: string;
}

/** A form to say what somebody sees in the portal. */
export interface SightData {
  readonly of: SightSubject;
  readonly typed: SightFields;
}
