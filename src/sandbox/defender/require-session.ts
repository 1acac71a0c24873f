import type { Request, RequestHandler, Response } from 'express';
import { holdsRole, mayWrite } from '../company/person.ts';
import { ROLES } from '../company/roles.ts';
import { portalError } from './portal-error.ts';
import type { PortalSessions } from './portal-sessions.ts';

/** The portal's status for a session that has ended (IIS: login time-out). */
const LOGIN_TIMEOUT = 440;
const MAY_READ: readonly string[] = Object.values(ROLES);

/** The value of a cookie as the browser sent it, still encoded. */
function cookie(req: Request, name: string): string | undefined {
  const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

function decoded(value: string | undefined): string | undefined {
  try {
    return value === undefined ? undefined : decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function giveToken(res: Response, xsrf: string): void {
  res.append('Set-Cookie', `XSRF-TOKEN=${xsrf}; Path=/; SameSite=Lax`);
}

/** Whether a call to the portal's page brings a session; whoever opens the chat page at the same address has none. */
export function hasSession(req: Request): boolean {
  return cookie(req, 'sccauth') !== undefined;
}

/** The portal's page gives whoever opens it with a live session a new token (facts: A.3, Auth). */
export function portalPage(sessions: PortalSessions): RequestHandler {
  return (req, res, next) => {
    const xsrf = sessions.pageToken(cookie(req, 'sccauth'));
    if (xsrf !== undefined) giveToken(res, xsrf);
    next();
  };
}

/**
 * Admits a call if its cookies and X-XSRF-TOKEN belong to a live session (facts: A.3, Auth) and the session's owner
 * currently has a role for it. Otherwise it answers 440 if signed out, 403 without the header or the role, and for a
 * token that is too old what the controls say, without a new one.
 * `res.locals.owner` is the user principal name.
 */
export function requireSession(sessions: PortalSessions): RequestHandler {
  return (req, res, next) => {
    const header = req.get('X-XSRF-TOKEN');
    const admission = sessions.admit(cookie(req, 'sccauth'), decoded(cookie(req, 'XSRF-TOKEN')), header);
    if (admission.kind === 'signed-out') {
      return portalError(res, LOGIN_TIMEOUT, 'The session has ended. Sign in again.', 'LoginTimeout');
    }
    if (admission.kind === 'forged') {
      return portalError(res, 403, 'The anti-forgery token is missing or does not match.', 'AntiforgeryValidation');
    }
    if (admission.kind === 'aged') {
      const { status } = admission;
      const words = status === 403 ? 'The anti-forgery token could not be validated.' : 'An error has occurred.';
      return portalError(res, status, words, status === 403 ? 'AntiforgeryValidation' : 'InternalServerError');
    }
    giveToken(res, admission.nextXsrf);
    const { owner } = admission;
    const may = req.method === 'GET' ? MAY_READ.some((role) => holdsRole(owner, role)) : mayWrite(owner);
    if (!may) {
      return portalError(res, 403, 'You do not have permission to do this.', 'Forbidden');
    }
    res.locals.owner = admission.owner.userPrincipalName;
    next();
  };
}
