import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Router } from 'express';

const WEB = fileURLToPath(new URL('./web/', import.meta.url));
const CARDS_LIBRARY = join(dirname(createRequire(import.meta.url).resolve('adaptivecards/package.json')), 'dist');

const SECURITY_HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-cache',
} as const;

/** Serves the chat page: plain files, and the library that draws Adaptive Cards. It needs no build step. */
export function createPage(): Router {
  const router = express.Router();
  router.get('/vendor/adaptivecards.js', (_req, res) => {
    res.set(SECURITY_HEADERS).sendFile('adaptivecards.min.js', { root: CARDS_LIBRARY });
  });
  router.use(
    express.static(WEB, {
      index: 'chat.html',
      setHeaders: (res) => res.setHeaders(new Map(Object.entries(SECURITY_HEADERS))),
    }),
  );
  return router;
}
