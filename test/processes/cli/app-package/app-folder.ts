import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageApp } from '../../../../src/cli/app-package/package-app.ts';

export const VALUES: Readonly<Record<string, string>> = {
  BOT_APP_ID: '33333333-3333-4333-8333-333333333333',
  TEAMS_APP_ID: '55555555-5555-4555-8555-555555555555',
  APP_VERSION: '1.2.3',
  WEBSITE_URL: 'https://intranet.example/airlock?lang=en&x="quoted"',
  PRIVACY_URL: 'https://intranet.example/privacy',
  TERMS_URL: 'https://intranet.example/terms',
};

/** A copy of appPackage/ that a test may spoil. */
export class AppFolder {
  readonly #root = mkdtempSync(join(tmpdir(), 'airlock-app-'));
  readonly path = join(this.#root, 'appPackage');
  /** Where the package goes: a folder that does not exist yet. */
  readonly file = join(this.#root, 'out', 'airlock.zip');

  constructor() {
    cpSync('appPackage', this.path, { recursive: true });
  }

  edit(change: (manifest: Record<string, unknown>) => void): void {
    const file = join(this.path, 'manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    change(manifest);
    writeFileSync(file, JSON.stringify(manifest));
  }

  /** Packages it. */
  pack(values: Readonly<Record<string, string>> = VALUES): { readonly code: number; readonly out: string } {
    let out = '';
    const code = packageApp({ folder: this.path, values, file: this.file }, { write: (text) => (out += text) });
    return { code, out };
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
