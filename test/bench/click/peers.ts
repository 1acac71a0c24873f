import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Clicks, type Measured } from './clicks.ts';
import { MeasuredProcess } from './measured-process.ts';

/** Bots that do nothing but answer: what the SDKs themselves cost. */
export interface Peer {
  readonly name: string;
  readonly program: string;
}

const PROGRAMS = fileURLToPath(new URL('./peers', import.meta.url));
const LIBRARIES = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** What npm fetches: no dependency of Airlock. */
const FETCHED = ['@microsoft/agents-hosting@1.8.1', 'express@5'];

/** Puts the programs where their libraries are found: botbuilder is Airlock's own, the other SDK comes from npm. */
export function preparePeers(folder: string): readonly Peer[] {
  const [own, fetched] = ['own', 'fetched'].map((name) => join(folder, name)) as [string, string];
  for (const one of [own, fetched]) {
    mkdirSync(one);
    for (const name of readdirSync(PROGRAMS)) copyFileSync(join(PROGRAMS, name), join(one, name));
  }
  symlinkSync(LIBRARIES, join(own, 'node_modules'));
  const bare = { name: 'bare invoke, botbuilder', program: join(own, 'botbuilder.mjs') };
  writeFileSync(join(fetched, 'package.json'), '{"private": true}');
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = spawnSync('npm', ['install', ...options, ...FETCHED], { cwd: fetched, encoding: 'utf8' });
  if (npm.status === 0)
    return [{ name: 'bare invoke, Microsoft 365 Agents SDK', program: join(fetched, 'agents-sdk.mjs') }, bare];
  console.log('The Microsoft 365 Agents SDK could not be fetched from npm, so it is not measured:');
  console.log(`${(npm.stderr ?? String(npm.error)).trim().split('\n').slice(0, 3).join('\n')}\n`);
  return [bare];
}

export async function measurePeer({ program }: Peer, body: string, calls: number): Promise<Measured> {
  const bot = await MeasuredProcess.start<{ readonly url: string }>(program);
  const clicks = new Clicks(bot, (answer) => answer.includes('Approved by Bob'));
  try {
    await clicks.measure(Array.from({ length: calls / 2 }, () => body));
    return await clicks.measure(Array.from({ length: calls }, () => body));
  } finally {
    clicks.close();
    await bot.stop();
  }
}
