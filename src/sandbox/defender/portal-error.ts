import type { ErrorRequestHandler, Response } from 'express';

/** Answers with a refusal in the form of the portal's ASP.NET back end. */
export function portalError(res: Response, status: number, message: string, code = 'InvalidRequest'): void {
  res.status(status).json({ Message: message, ErrorCode: code });
}

/**
 * Handles errors of portal calls: a body that is not JSON or too large keeps its 4xx status, everything else is a 500.
 */
export const portalErrors: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (res.headersSent) return next(error);
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  if (status >= 400 && status < 500) portalError(res, status, 'The request body could not be read.');
  else portalError(res, 500, 'An error has occurred.', 'InternalServerError');
};
