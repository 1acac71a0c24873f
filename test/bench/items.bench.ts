import { cpus, loadavg } from 'node:os';
import { playLong } from '../scenarios/supported/every-kind/play-long.ts';

/**
 * What it takes to write one request for 5,000 tags, some of them one by one, and one for 500 indicators, or one for
 * both, with a kill in the middle, by a clock that is set.
 * @param options how many tags are sent one by one, 500 where absent; how many there are, 5,000 where absent; `one` for
 *   one request of both
 */
export async function run([alone = '500', devices = '5000', requests = 'two']: readonly string[]): Promise<void> {
  console.log(
    `items: ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, SQLite, load ${loadavg()[0]}`,
  );
  const asked = { devices: Number(devices), alone: Number(alone), indicators: 500 };
  const { cards, ...played } = await playLong({ ...asked, dies: 120, ...(requests === 'one' && { isOne: true }) });
  console.log(played);
  for (const card of new Set(cards)) console.log(/\d[\d,]* of [\d,]+ (?:tagged|written)[^\n]*/u.exec(card)?.[0]);
}
