import { catalogue } from './catalogues.ts';
import { textsOfCode } from './texts-of-code.ts';

/**
 * `npm run -s texts` prints every text that people read, `npm run -s texts -- de` those that a catalogue lacks, and
 * `-- de requests` those of one room: JSON by room, each text with where it is said. In a catalogue the translation
 * stands in the place of that.
 */
function print([language, room]: readonly string[]): void {
  const has = new Set(language === undefined ? [] : catalogue(language).map(({ text }) => text));
  const rooms: Record<string, Record<string, string>> = {};
  for (const one of textsOfCode()) {
    if (has.has(one.text) || (room !== undefined && one.room !== room)) continue;
    rooms[one.room] ??= {};
    Object.assign(rooms[one.room] ?? {}, { [one.text]: one.at });
  }
  process.stdout.write(`${JSON.stringify(room === undefined ? rooms : (rooms[room] ?? {}), null, 2)}\n`);
}

print(process.argv.slice(2));
