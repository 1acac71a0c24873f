import type { SessionSource } from '../../defender/define-connector.ts';
import { memorySession } from '../../defender/portal/create-portal-tenant.ts';
import type { Sandbox } from '../../sandbox/start-sandbox.ts';

/** The portal session of the sandbox's operator, and from then on of whomever the sandbox's control signs in. */
export function sandboxSession(sandbox: Pick<Sandbox, 'portalSession' | 'followSignIn'>): SessionSource {
  let source = memorySession(sandbox.portalSession());
  sandbox.followSignIn((session) => {
    source = memorySession(session);
  });
  return {
    current: () => source.current(),
    rotated: (session, xsrf, at) => source.rotated(session, xsrf, at),
    ended: (session) => source.ended(session),
  };
}
