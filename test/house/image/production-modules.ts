import { execFileSync } from 'node:child_process';
import { copyFileSync, linkSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes `folder` hold the packages of production alone, by the Dockerfile's own step: what is installed already,
 * pruned. Asks no registry.
 */
export function productionModules(folder: string): void {
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) copyFileSync(name, join(folder, name));
  linkTree('node_modules', join(folder, 'node_modules'));
  const npm = process.env.npm_execpath;
  const prune = ['prune', '--omit=dev', '--offline', '--no-audit', '--no-fund'];
  if (npm) execFileSync(process.execPath, [npm, ...prune], { cwd: folder, stdio: 'ignore' });
  else execFileSync('npm', prune, { cwd: folder, stdio: 'ignore' });
}

/** Hard links, but for npm's own lists, which it writes to; copies where a link cannot lead. */
function linkTree(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (entry.name.startsWith('.package-lock')) copyFileSync(source, target);
    else link(source, target);
  }
}

function link(source: string, target: string): void {
  try {
    linkSync(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    copyFileSync(source, target);
  }
}
