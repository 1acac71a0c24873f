import type { Response } from 'express';
import type { z } from 'zod';

/** What was sent as the schema reads it; otherwise answers 400 with `{"error"}` that names each fault, and gives undefined. */
export function readBody<T>(schema: z.ZodType<T>, sent: unknown, res: Response): T | undefined {
  const read = schema.safeParse(sent);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  res.status(400).json({ error: faults.join('; ') });
  return undefined;
}
