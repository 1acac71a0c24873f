import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { AirlockError } from '../../shared/errors.ts';
import type { LogLines } from '../../store/audit/checks/check-log.ts';

/** Every line that tells of the record says one of these, wherever it stands in it. */
const TELLS = /record (?:entry|checkpoint)/;

const timeSchema = z.union([z.number(), z.iso.datetime().transform((text) => Date.parse(text))]);

const entrySchema = z.looseObject({
  msg: z.literal('record entry'),
  time: timeSchema.nullish().catch(null),
  seq: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

const checkpointSchema = z.looseObject({
  msg: z.string().startsWith('record checkpoint'),
  time: timeSchema.nullish().catch(null),
  checkpoint: z.string(),
});

/**
 * Reads what the service's own log tells of its record: lines of JSON, whatever a platform wrote before each, or lines
 * of JSON that hold such a line as text.
 * @param file `-` for standard input
 * @throws AirlockError input-invalid where it cannot be read, or tells of no record
 */
export async function readLog(file: string): Promise<LogLines> {
  const [entries, notes]: [LogLines['entries'][number][], LogLines['notes'][number][]] = [[], []];
  let unread = 0;
  for await (const line of linesOf(file)) {
    if (!TELLS.test(line)) continue;
    const told = toldIn(line);
    const entry = entrySchema.safeParse(told).data;
    const checkpoint = checkpointSchema.safeParse(told).data;
    if (entry) entries.push({ seq: entry.seq, hash: entry.hash, at: entry.time ?? null });
    else if (checkpoint) notes.push({ note: checkpoint.checkpoint, at: checkpoint.time ?? null });
    else unread += 1;
  }
  if (entries.length + notes.length > 0) return { entries, notes, unread };
  throw new AirlockError(
    'input-invalid',
    '--log: nothing in it tells of a record. It takes the lines that the service logs as "record entry" and "record checkpoint".',
  );
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const input = file === '-' ? process.stdin : createReadStream(file, 'utf8');
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (cause) {
    throw new AirlockError('input-invalid', `--log: ${file} cannot be read.`, { cause });
  }
}

/** The JSON of a line, from its first brace on; of one that wraps it as text, the JSON in that text. */
function toldIn(line: string): unknown {
  const outer = jsonOf(line.slice(Math.max(0, line.indexOf('{'))));
  if (typeof outer !== 'object' || outer === null || 'msg' in outer) return outer;
  const inner = Object.values(outer).find((one) => typeof one === 'string' && TELLS.test(one));
  return typeof inner === 'string' ? jsonOf(inner.slice(Math.max(0, inner.indexOf('{')))) : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
