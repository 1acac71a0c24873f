const SIGNATURE = '89504e470d0a1a0a0000000d49484452';

/** Width and height of a PNG from its header (w3.org/TR/png-3, 11.2.1), as `192x192`; null for anything else. */
export function pngSize(bytes: Buffer): string | null {
  if (bytes.length < 24 || bytes.toString('hex', 0, 16) !== SIGNATURE) return null;
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}
