import type { Request, RequestHandler } from 'express';

const ADDRESS = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const NAME = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** Methods that change nothing, so that a page may come here by a link. */
const HARMLESS: readonly (string | undefined)[] = ['GET', 'HEAD'];

/**
 * Why a call is refused where callers are not authenticated; null where it comes from this machine. A page in a browser
 * on this machine counts as another machine: one whose host name was rebound to this address names its own host, and
 * one of another origin says so.
 */
function strangerFault(req: Request): string | null {
  const { remoteAddress = '', localAddress = '' } = req.socket;
  if (!ADDRESS.test(remoteAddress) || !ADDRESS.test(localAddress)) return 'The demo listens to its own machine only.';
  if (!NAME.test(req.headers.host ?? '')) return 'The demo answers under a loopback name only.';
  if (!HARMLESS.includes(req.method) && isForeignPage(req))
    return 'The demo takes nothing from pages of other origins.';
  return null;
}

function isForeignPage(req: Request): boolean {
  const { origin, host } = req.headers;
  if (origin !== undefined && origin !== `http://${host}`) return true;
  return ['cross-site', 'same-site'].includes(req.get('Sec-Fetch-Site') ?? '');
}

/** Answers 403 to every call that does not come from a program on this machine. */
export const onlyThisMachine: RequestHandler = (req, res, next) => {
  const error = strangerFault(req);
  if (error === null) next();
  else res.status(403).json({ error });
};
