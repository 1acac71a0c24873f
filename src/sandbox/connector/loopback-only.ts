import type { RequestHandler } from 'express';

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;

/** Refuses requests addressed to any other name than this machine's own, so that no web page reaches the sandbox through a rebound name. */
export const loopbackOnly: RequestHandler = (req, res, next) => {
  if (LOOPBACK.test(req.headers.host ?? '')) return next();
  res.status(421).type('text').send('The sandbox answers on loopback only.');
};
