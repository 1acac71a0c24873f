/** The body of an answer: one JSON value, nothing at all, or something that cannot be read. */
export type JsonBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unreadable'; readonly why: 'content-type' | 'not-json' | 'too-large' };

/** `application/json`, `application/problem+json`, with or without parameters. */
const JSON_TYPE = /^[a-z]+\/([a-z0-9.+-]*\+)?json\s*(;|$)/i;

/**
 * Reads the body to its end, but no more than `maxBytes`; UTF-8 only (RFC 8259, 8.1).
 * @throws what the stream throws when the connection breaks or the time is up
 */
export async function readJsonBody(response: Response, maxBytes: number): Promise<JsonBody> {
  const bytes = await readBytes(response, maxBytes);
  if (bytes === null) return { kind: 'unreadable', why: 'too-large' };
  if (bytes.length === 0) return { kind: 'empty' };
  if (!JSON_TYPE.test(response.headers.get('content-type')?.trim() ?? '')) {
    return { kind: 'unreadable', why: 'content-type' };
  }
  try {
    return { kind: 'json', value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return { kind: 'unreadable', why: 'not-json' };
  }
}

/** @returns null when there are more */
async function readBytes(response: Response, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next?.value; next = await reader?.read()) {
    size += next.value.byteLength;
    if (size > maxBytes) {
      await reader?.cancel();
      return null;
    }
    chunks.push(next.value);
  }
  return Buffer.concat(chunks, size);
}
