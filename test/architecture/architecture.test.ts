import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { RULES } from './rules.ts';

/** Lines that a file may have: what fits a head. */
const LONGEST = 200;

describe('the plan of the house', function () {
  this.timeout(60_000);
  let edges: { from: string; to: string; circular: boolean }[];

  before(async () => {
    const { output } = await cruise(['src'], {
      tsPreCompilationDeps: true,
      tsConfig: { fileName: 'tsconfig.json' },
      doNotFollow: { path: 'node_modules' },
      exclude: { path: 'src/sandbox/page/web' },
      enhancedResolveOptions: {
        exportsFields: ['exports'],
        conditionNames: ['import', 'require', 'node', 'default', 'types'],
      },
    });
    edges = (output as ICruiseResult).modules.flatMap((module) =>
      module.dependencies.map(({ resolved, circular, dependencyTypes }) => ({
        from: module.source,
        to: resolved,
        circular: circular && !dependencyTypes.includes('type-only'),
      })),
    );
  });

  it('sees the imports', () => {
    assert(edges.length > 300);
    assert(
      edges.some(({ from, to }) => from === 'src/requests/advance.ts' && to === 'src/store/post.ts'),
      'type imports count',
    );
    assert(edges.some(({ to }) => /node_modules\/(libsql|kysely)\//.test(to)));
  });

  for (const rule of RULES) {
    it(`${rule.name}: never. ${rule.why}`, () => {
      const broken = edges.filter(({ from, to }) => rule.broken(from, to)).map(({ from, to }) => `${from} -> ${to}`);
      assert.deepEqual(broken, [], rule.why);
    });
  }

  it('has no cycles', () => {
    assert.deepEqual(
      edges.filter(({ circular }) => circular).map(({ from, to }) => `${from} -> ${to}`),
      [],
    );
  });

  it(`keeps files within ${LONGEST} lines, environment in config.ts, and every thrown error coded`, async () => {
    const files = (await readdir('src', { recursive: true }))
      .filter((name) => /\.(ts|js|css)$/.test(name))
      .map((name) => `src/${name}`);
    const faults = files.flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      return [
        ...(text.split('\n').length > LONGEST + 1 && !file.endsWith('.css')
          ? [`${file} is longer than ${LONGEST} lines`]
          : []),
        ...(text.includes('process.env') && file !== 'src/config.ts' ? [`${file} reads process.env`] : []),
        ...(/throw new (Type)?Error\(/.test(text) && file.endsWith('.ts')
          ? [`${file} throws an error without a code`]
          : []),
      ];
    });
    assert.deepEqual(faults, []);
  });

  it('has a reason for each dependency', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
    const named = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).sort();
    assert.deepEqual(Object.keys(manifest['dependencies-because']).sort(), named);
  });
});

describe('the rules themselves', () => {
  const forbidden: [string, string][] = [
    ['src/changes/a.ts', 'src/requests/b.ts'],
    ['src/changes/a.ts', 'src/config.ts'],
    ['src/requests/a.ts', 'src/store/sql/open-store.ts'],
    ['src/requests/a.ts', 'src/teams/create-teams.ts'],
    ['src/requests/a.ts', 'src/teams/messenger.ts'],
    ['src/directory/a.ts', 'src/store/store-sql.ts'],
    ['src/directory/a.ts', 'src/store/store.ts'],
    ['src/defender/a.ts', 'src/directory/graph-directory.ts'],
    ['src/store/a.ts', 'src/defender/portal/b.ts'],
    ['src/store/a.ts', 'src/audit/chain-entry.ts'],
    ['src/audit/a.ts', 'src/store/store.ts'],
    ['src/http/a.ts', 'src/changes/change.ts'],
    ['src/config/a.ts', 'src/teams/bot-identity.ts'],
    ['src/metrics/a.ts', 'src/store/sql/open-store.ts'],
    ['src/teams/a.ts', 'node_modules/prom-client/index.js'],
    ['src/teams/a.ts', 'src/start-production.ts'],
    ['src/cli/doctor/a.ts', 'src/service-parts.ts'],
    ['src/jobs/a.ts', 'src/teams/create-teams.ts'],
    ['src/teams/a.ts', 'src/defender/portal/b.ts'],
    ['src/cli/audit-verify.ts', 'src/store/sql/open-store.ts'],
    ['src/sandbox/a.ts', 'src/defender/portal/b.ts'],
    ['src/teams/a.ts', 'src/app.ts'],
    ['src/app.ts', 'src/main.ts'],
    ['src/jobs/a.ts', 'node_modules/botbuilder/lib/index.js'],
    ['src/requests/a.ts', 'node_modules/kysely/dist/index.js'],
    ['src/defender/a.ts', 'node_modules/@azure/identity/dist/index.js'],
  ];
  for (const [from, to] of forbidden) {
    it(`${from} -> ${to} is forbidden`, () => assert(RULES.some((rule) => rule.broken(from, to))));
  }

  const allowed: [string, string][] = [
    ['src/requests/a.ts', 'src/store/store.ts'],
    ['src/store/sql/a.ts', 'src/audit/audit-entry.ts'],
    ['src/defender/portal/a.ts', 'src/http/json-request.ts'],
    ['src/jobs/a.ts', 'src/teams/messenger.ts'],
    ['src/cli/audit-verify.ts', 'src/audit/verify-chain.ts'],
    ['src/cli/airlock.ts', 'src/store/sql/open-store.ts'],
    ['src/demo.ts', 'src/start-demo.ts'],
    ['src/main.ts', 'src/start-production.ts'],
    ['src/start-production.ts', 'src/service-parts.ts'],
    ['src/config/a.ts', 'src/requests/policy.ts'],
    ['src/metrics/a.ts', 'src/store/store.ts'],
  ];
  for (const [from, to] of allowed) {
    it(`${from} -> ${to} is allowed`, () => assert(!RULES.some((rule) => rule.broken(from, to))));
  }

  it('is each broken by one of the edges above', () => {
    const idle = RULES.filter((rule) => !forbidden.some(([from, to]) => rule.broken(from, to)));
    assert.deepEqual(
      idle.map(({ name }) => name),
      [],
    );
  });
});
