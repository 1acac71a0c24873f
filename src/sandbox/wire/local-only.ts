import type { Request, RequestHandler } from 'express';

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;
const HARMLESS = ['GET', 'HEAD', 'OPTIONS'];

function fromElsewhere(req: Request): boolean {
  const { origin, host } = req.headers;
  if (origin !== undefined && origin !== `http://${host}`) return true;
  const site = req.get('Sec-Fetch-Site');
  return site === 'cross-site' || site === 'same-site';
}

/**
 * Answers 403 to calls to a host name that is not loopback (a rebound DNS name), and to changes requested by pages of
 * other origins.
 */
export const localOnly: RequestHandler = (req, res, next) => {
  if (!LOOPBACK.test(req.headers.host ?? '')) {
    res.status(403).json({ error: 'The sandbox answers under a loopback name only.' });
    return;
  }
  if (!HARMLESS.includes(req.method) && fromElsewhere(req)) {
    res.status(403).json({ error: 'The sandbox takes no changes from other origins.' });
    return;
  }
  next();
};
