/** `npm run bench -- <name> [options]`: measures one thing and prints it. Each module exports `run(options)`. */
const BENCHES: Readonly<Record<string, () => Promise<{ run(options: readonly string[]): void | Promise<void> }>>> = {
  click: () => import('./click.bench.ts'),
  house: () => import('./house.bench.ts'),
  items: () => import('./items.bench.ts'),
  membership: () => import('./membership.bench.ts'),
  memory: () => import('./memory.bench.ts'),
  pair: () => import('./pair.bench.ts'),
  store: () => import('./store.bench.ts'),
};

const [name = '', ...options] = process.argv.slice(2);
const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (load === undefined) {
  console.error(`Usage: npm run bench -- <${Object.keys(BENCHES).join(' | ')}> [options]`);
  process.exitCode = 2;
} else {
  await (await load()).run(options);
}
