import { AirlockError } from '../../errors.ts';

/** A supported API, as its faults are told: which permission the calls take, and on what it is granted. */
export interface Service {
  readonly name: string;
  /** `Machine.Read.All on WindowsDefenderATP` */
  readonly permission: string;
}

/** What a status that is no answer means; 429 has words of its own in `throttled`. */
export function answerFault(service: Service, status: number): AirlockError {
  const { name, permission } = service;
  const details = { status };
  if (status === 401 || status === 440) {
    const text = `${name} did not take Airlock's sign-in (HTTP ${status}). Check that its app or managed identity is enabled in Entra ID.`;
    return new AirlockError('tenant-signed-out', text, { details });
  }
  if (status === 403) {
    const text = `Airlock lacks the permission ${permission}. Grant it in Entra ID to Airlock's app or managed identity, as an application permission with admin consent.`;
    return new AirlockError('tenant-refused', text, { details });
  }
  if (status >= 500) {
    return new AirlockError('tenant-unavailable', `${name} has a fault of its own (HTTP ${status}).`, { details });
  }
  return new AirlockError('tenant-refused', `${name} refused the call (HTTP ${status}).`, { details });
}

/** @param retryAt, now ms since 1970 */
export function throttled({ name }: Service, retryAt: number, now: number): AirlockError {
  const minutes = Math.max(1, Math.ceil((retryAt - now) / 60_000));
  const text = `${name} takes no more calls for ${minutes} minute${minutes === 1 ? '' : 's'}: its limit on calls is reached.`;
  return new AirlockError('tenant-throttled', text, { details: { status: 429, retryAt } });
}

/** @throws AirlockError tenant-schema */
export function inKnownForm<T>(
  { name }: Service,
  parsed: { readonly success: true; readonly data: T } | { readonly success: false },
): T {
  if (parsed.success) return parsed.data;
  throw new AirlockError('tenant-schema', `${name} answered in a form that Airlock does not know.`);
}
