/**
 * Whether a state of an investigation is one that Microsoft publishes (learn: investigation, security-alert): what any
 * other means, waiting or not, is not known. Both APIs have the same ones; Graph begins them with a small letter.
 */
export function isKnownState(state: string): boolean {
  return STATES.has(state.toLowerCase());
}

const STATES: ReadonlySet<string> = new Set([
  'unknown',
  'terminated',
  'successfullyremediated',
  'benign',
  'failed',
  'partiallyremediated',
  'running',
  'pendingapproval',
  'pendingresource',
  'partiallyinvestigated',
  'terminatedbyuser',
  'terminatedbysystem',
  'queued',
  'innerfailure',
  'preexistingalert',
  'unsupportedos',
  'unsupportedalerttype',
  'suppressedalert',
]);
