import type { ErrorRequestHandler, Response } from 'express';

/** Answers as the portal's ASP.NET back end words its refusals. */
export function portalError(res: Response, status: number, message: string, code = 'InvalidRequest'): void {
  res.status(status).json({ Message: message, ErrorCode: code });
}

/** The last word on a portal call: a body that is no JSON or too large keeps its own 4xx, all else is a 500. */
export const portalErrors: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (res.headersSent) return next(error);
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  if (status >= 400 && status < 500) portalError(res, status, 'The request body could not be read.');
  else portalError(res, 500, 'An error has occurred.', 'InternalServerError');
};
