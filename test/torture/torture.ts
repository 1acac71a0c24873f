/** `npm run torture -- --seed N --minutes M [...]`: people, faults and a judge (docs/operate.md#torture). */
import { writeFile } from 'node:fs/promises';
import { readOptions, USAGE } from './options.ts';
import { tellRun } from './report.ts';
import { torture } from './run.ts';

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const options = readOptions(process.argv.slice(2));
if (options === null) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  const ran = await torture(options);
  if (options.keep !== '') await writeFile(options.keep, JSON.stringify(ran));
  const told = tellRun(options, ran);
  console.log(told.text);
  process.exitCode = told.isGood ? 0 : 1;
}
