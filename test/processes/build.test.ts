import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DEMO_APP } from '../../src/sandbox/oauth/demo-app.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { productionModules } from '../house/image/production-modules.ts';
import { LOOPBACK } from '../unit/service/config/environment.ts';
import { StartedProcess } from './start-process.ts';

interface Packages {
  readonly dependencies: object;
  readonly devDependencies: object;
}

const run = promisify(execFile);
const TSC = resolve('node_modules/native-typescript/bin/tsc');

describe('the build', function () {
  this.timeout(120_000);
  let root: string;
  let files: string[];
  let sandbox: Sandbox;

  /** Types are checked by `npm test` already; here it is only what comes out that counts. */
  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'airlock-build-'));
    await run(process.execPath, [TSC, '-p', 'tsconfig.build.json', '--noCheck', '--outDir', join(root, 'dist')]);
    cpSync('cards', join(root, 'cards'), { recursive: true });
    productionModules(root);
    mkdirSync(join(root, 'work'));
    sandbox = await startSandbox({ port: 0, botUrl: () => 'http://127.0.0.1:1/', now: () => Date.now() });
    files = readdirSync(join(root, 'dist'), { recursive: true }).map(String);
  });
  after(async () => {
    await sandbox.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('holds the service and its commands as JavaScript, and nothing else', () => {
    for (const file of ['main.js', 'cli/airlock.js', 'store/databases/sqlite.js']) assert(files.includes(file), file);
    assert.deepEqual(
      files.filter((file) => /sandbox\/|demo\.js|(^|\/)test\/|\.(ts|map)$/.test(file)),
      [],
    );
  });

  it('imports no package that only developers install, but for packaging the app, which is done in a clone', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
    const imported = files
      .filter((file) => file.endsWith('.js') && !file.startsWith('cli/app-package/'))
      .flatMap((file) => [
        ...readFileSync(join(root, 'dist', file), 'utf8').matchAll(
          /^(?:import|export|\}).* from '([^.'][^']*)';|import\('([^.'][^']*)'\)/gm,
        ),
      ])
      .map(([, fixed, loaded = '']) => fixed ?? loaded)
      .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
      .filter((name) => !name.startsWith('node:'));
    assert(imported.includes('express'));
    assert.deepEqual(
      [...new Set(imported)].filter((name) => !(name in dependencies)),
      [],
    );
  });

  it('stands beside the packages of production alone', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Packages;
    for (const name of Object.keys(dependencies)) assert(existsSync(join(root, 'node_modules', name)), name);
    const left = Object.keys(devDependencies).filter((name) => existsSync(join(root, 'node_modules', name)));
    assert.deepEqual(left, ['@types/node'], 'a library brings its own types along, and no program');
  });

  it('starts, finds its cards, is ready and stops', async () => {
    const started = new StartedProcess(
      join(root, 'work'),
      {
        ...LOOPBACK,
        TENANT_ID: sandbox.world.tenantId,
        GRAPH_CLIENT_ID: DEMO_APP.clientId,
        LOGIN_BASE_URL: sandbox.url,
        GRAPH_BASE_URL: sandbox.url,
        MDE_BASE_URL: sandbox.url,
        PORTAL_BASE_URL: sandbox.url,
        ACTIVITY_BASE_URL: sandbox.url,
        PORT: '0',
        OPS_PORT: '0',
      },
      [join(root, 'dist/main.js')],
    );
    const [, url] = await started.says(/Health and metrics, for inside only: (http:\S+)/);
    assert.equal((await fetch(`${url}/readyz`)).status, 200);
    assert.equal(await started.stop(), 0);
  });

  it('has the operator’s commands', async () => {
    const { stdout } = await run(process.execPath, [join(root, 'dist/cli/airlock.js'), '--help']);
    assert.match(stdout, /audit verify/);
  });
});
