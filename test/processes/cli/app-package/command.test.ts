import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';
import { AppFolder, VALUES } from './app-folder.ts';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

describe('airlock package', () => {
  let app: AppFolder;
  beforeEach(() => {
    app = new AppFolder();
  });
  afterEach(() => app.remove());

  /** Runs the command in the test's own folder, where no `.env` is. */
  function airlock(env: Record<string, string>): Promise<{ code: number; out: string; err: string }> {
    const args = ['--import', TSX, resolve('src/cli/airlock.ts'), 'package', '--out', app.file];
    const options = { cwd: app.path, env: { PATH: process.env.PATH, ...env } };
    return new Promise((done) => {
      execFile(process.execPath, args, options, (error, out, err) =>
        done({ code: Number(error?.code ?? 0), out, err }),
      );
    });
  }

  it('takes the settings and writes the package', async () => {
    const { TEAMS_APP_ID: _id, APP_VERSION: _version, ...required } = VALUES;
    const { code, err } = await airlock(required);
    assert.deepEqual([code, err], [0, '']);
    const { id, version } = JSON.parse(
      Buffer.from(unzipSync(readFileSync(app.file))['manifest.json'] ?? []).toString('utf8'),
    );
    assert.deepEqual([id, version], [VALUES.BOT_APP_ID, JSON.parse(readFileSync('package.json', 'utf8')).version]);
  });

  it('names every setting that is missing or wrong', async () => {
    const { code, err } = await airlock({ BOT_APP_ID: VALUES.BOT_APP_ID ?? '', WEBSITE_URL: 'http://plain.example' });
    assert.equal(code, 2);
    assert.match(err, /WEBSITE_URL is not an https address of a page/);
    assert.match(err, /PRIVACY_URL is not set.*\n.*TERMS_URL is not set/);
    assert.equal(existsSync(app.file), false);
  });
});
