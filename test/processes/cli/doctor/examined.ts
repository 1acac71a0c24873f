import { randomUUID } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ServiceContext } from '../../../../src/cli/doctor/context.ts';
import { doctorContext } from '../../../../src/cli/doctor/service-context.ts';
import { startDoctor } from '../../../../src/cli/doctor/start-doctor.ts';
import { DEMO_APP, demoApp } from '../../../../src/sandbox/oauth/demo-app.ts';
import { type Sandbox, startSandbox } from '../../../../src/sandbox/start-sandbox.ts';
import { readServiceConfig } from '../../../../src/service/config/read-config.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { migratedFile } from '../../../support/databases/migrated-file.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { TEST_KEYS, testKeyPem } from '../../../support/runtime/record-keys.ts';

type Env = Record<string, string | undefined>;

export interface Examination {
  readonly code: number;
  readonly text: string;
}

/** A service that is set up against a sandbox, every part of it well until a test spoils it. */
export class Examined {
  /** Milliseconds by which this machine's clock is ahead of everybody else's. */
  ahead = 0;
  node = 'v20.19.0';
  readonly env: Env;
  readonly packageFolder: string;

  private constructor(
    readonly sandbox: Sandbox,
    readonly folder: string,
  ) {
    const { url, world } = sandbox;
    this.packageFolder = join(folder, 'appPackage');
    cpSync('appPackage', this.packageFolder, { recursive: true });
    this.env = {
      TENANT_ID: world.tenantId,
      BOT_APP_ID: DEMO_APP.clientId,
      BOT_APP_TYPE: 'SingleTenant',
      BOT_APP_SECRET: DEMO_APP.clientSecret,
      GRAPH_CREDENTIAL: 'secret',
      GRAPH_CLIENT_ID: DEMO_APP.clientId,
      GRAPH_SECRET_FILE: this.file('graph-secret', `${DEMO_APP.clientSecret}\n`, 0o400),
      RECORD_KEY_FILE: this.file('record-key.pem', testKeyPem('a')),
      AUDIT_WITNESS_FILE: join(folder, 'airlock.checkpoints'),
      SANDBOX: 'loopback',
      HOST: '127.0.0.1',
      LOGIN_BASE_URL: url,
      GRAPH_BASE_URL: url,
      MDE_BASE_URL: url,
      PORTAL_BASE_URL: url,
      ACTIVITY_BASE_URL: url,
      DATA_DIR: join(folder, 'data'),
    };
  }

  static async open(): Promise<Examined> {
    const sandbox = await startSandbox({ port: 0, botUrl: () => 'http://127.0.0.1:1/', now: () => Date.now() });
    const examined = new Examined(sandbox, await quickFolder('airlock-doctor-'));
    mkdirSync(dirname(examined.database), { mode: 0o700 });
    await migratedFile(examined.database);
    await (await examined.store()).close();
    await examined.control('edit', { features: { EnableWdavAntiTampering: false }, as: 'grace@harbourline.example' });
    await examined.control('audit-log', { show: true });
    return examined;
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get permissions() {
    return demoApp(this.sandbox.world).permissions;
  }

  get database(): string {
    return join(this.folder, 'data', 'airlock.db');
  }

  store(keys = TEST_KEYS) {
    return openStore({ file: this.database, keys, ids: { next: () => randomUUID() } });
  }

  file(name: string, content: string, mode = 0o600): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    chmodSync(path, mode);
    return path;
  }

  /** Switches to the portal, with this person signed in. */
  signIn(name: string, more: Env = {}, mode = 0o600): void {
    const owner = `${name}@harbourline.example`;
    Object.assign(this.env, {
      DEFENDER_CONNECTOR: 'portal',
      PORTAL_ACKNOWLEDGEMENT: 'I understand that Microsoft does not support this API',
      PORTAL_SESSION_FILE: this.file(
        'session',
        JSON.stringify({ ...this.sandbox.portalSession(owner), ...more }),
        mode,
      ),
    });
  }

  /** One of the sandbox's controls. */
  async control(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    await fetch(`${this.sandbox.url}/sandbox/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** From now on the portal does not tell whose a session is. */
  sayNothing(): Promise<void> {
    return this.control('session', { as: 'omar@harbourline.example', tells: false });
  }

  /** Lets the session look as if it had been kept so many ms ago. */
  age(ms: number): void {
    const then = (Date.now() - ms) / 1_000;
    utimesSync(String(this.env.PORTAL_SESSION_FILE), then, then);
  }

  /** What one check alone is asked with. */
  context(): ServiceContext {
    const { env, packageFolder } = this;
    const config = readServiceConfig({ env, faults: [] });
    return doctorContext(config, { env, clock: { now: () => Date.now() }, packageFolder });
  }

  async examine(
    faults: Parameters<typeof startDoctor>[1]['environment']['faults'] = [],
    fileMode: number | null = null,
  ): Promise<Examination> {
    let text = '';
    const out = {
      write(chunk: string) {
        text += chunk;
      },
    };
    const clock = { now: () => Date.now() + this.ahead };
    const environment = { env: this.env, faults, fileMode };
    const code = await startDoctor(out, { environment, clock, node: this.node, packageFolder: this.packageFolder });
    return { code, text };
  }
}
