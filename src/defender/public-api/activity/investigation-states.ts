/**
 * Whether a state of an investigation says how it stands. These are those that Microsoft publishes (learn:
 * investigation, security-alert) besides `Unknown`, by which Defender itself does not know it: of that and any other it
 * is not known whether it waits. Both APIs have the same ones; Graph begins them with a small letter.
 */
export function isKnownState(state: string): boolean {
  return STATES.has(state.toLowerCase());
}

const STATES: ReadonlySet<string> = new Set([
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
