import type { Response } from 'express';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** For a union, the issues of the alternative that fits best: they say more than "no alternative fits". */
function nearest(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const alternatives = issue.errors.map((issues) => issues.flatMap(nearest));
  return alternatives.reduce((best, next) => (next.length < best.length ? next : best));
}

function sentence({ path, message }: Issue): string {
  return path.length > 0 ? `${path.join('.')}: ${message}` : message;
}

/**
 * Parses what was sent. If it does not fit the schema, answers 400 with an `{"error"}` that names each fault, and
 * returns undefined.
 */
export function readBody<T>(schema: z.ZodType<T>, sent: unknown, res: Response): T | undefined {
  const read = schema.safeParse(sent);
  if (read.success) return read.data;
  res.status(400).json({ error: read.error.issues.flatMap(nearest).map(sentence).join('; ') });
  return undefined;
}
