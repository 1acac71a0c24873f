import type { Response } from 'express';

/** Holds the answer back until it is whole, then sends what `change` makes of it. */
export function rewriteBody(res: Response, change: (body: Buffer) => Buffer): void {
  const chunks: Buffer[] = [];
  const keep = (chunk: unknown): void => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  const end = res.end.bind(res) as (body: Buffer) => Response;
  res.write = ((chunk: unknown) => {
    keep(chunk);
    return true;
  }) as typeof res.write;
  res.end = ((chunk?: unknown) => {
    keep(chunk);
    const body = change(Buffer.concat(chunks));
    if (!res.headersSent) res.setHeader('Content-Length', body.length);
    return end(body);
  }) as typeof res.end;
}
