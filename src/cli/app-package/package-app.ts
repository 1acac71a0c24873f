import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { zipSync } from 'fflate';
import { z } from 'zod';
import type { Out } from '../out.ts';

const VARIABLE = /\$\{\{\s*(\w+)\s*\}\}/g;

/** Replaces `${{NAME}}` by its value in every text of a JSON value. Names without a value stay, and are returned. */
export function fillVariables(
  node: unknown,
  values: Readonly<Record<string, string>>,
): { readonly filled: unknown; readonly missing: readonly string[] } {
  const missing = new Set<string>();
  const fill = (at: unknown): unknown => {
    if (typeof at === 'string') {
      return at.replace(VARIABLE, (whole, name: string) => {
        const value = Object.hasOwn(values, name) ? values[name] : undefined;
        if (value === undefined) missing.add(name);
        return value ?? whole;
      });
    }
    if (Array.isArray(at)) return at.map(fill);
    if (typeof at !== 'object' || at === null) return at;
    return Object.fromEntries(Object.entries(at).map(([key, value]) => [key, fill(value)]));
  };
  return { filled: fill(node), missing: [...missing] };
}

/** The oldest version, 1.24, whose command lists may have twelve commands (docs/facts/teams.md#commands). */
const OLDEST_MINOR = 24;

/**
 * The faults that the official schema of the manifest's own version finds, each as `path: message`. The schemas come
 * with npm, so nothing is fetched.
 */
export function manifestFaults(manifest: { readonly manifestVersion: string }): readonly string[] {
  const { manifestVersion: version } = manifest;
  const minor = /^1\.(\d{1,3})$/.exec(version)?.[1];
  if (Number(minor ?? 0) < OLDEST_MINOR) return [`manifestVersion: ${version} is not 1.${OLDEST_MINOR} or newer`];
  const ajv = new AjvDraft04.default({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const check = ajv.compile(schemaOf(version));
  if (check(manifest)) return [];
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'}: ${message}`);
}

function schemaOf(version: string): object {
  const file = `@microsoft/app-manifest/build/json-schemas/teams/v${version}/MicrosoftTeams.schema.json`;
  return JSON.parse(readFileSync(createRequire(import.meta.url).resolve(file), 'utf8'));
}
const SIGNATURE = '89504e470d0a1a0a0000000d49484452';

/**
 * Width and height of a PNG from its header (w3.org/TR/png-3, 11.2.1), as `192x192`; null for anything else. Written by
 * hand: it reads two numbers at fixed offsets, while the packages for it read every other kind of image as well.
 */
export function pngSize(bytes: Buffer): string | null {
  if (bytes.length < 24 || bytes.toString('hex', 0, 16) !== SIGNATURE) return null;
  return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`;
}

export interface PackageOptions {
  /** The manifest with its variables and the icons; `appPackage/` when absent. */
  readonly folder?: string;
  /** Variable of the manifest -> its value. */
  readonly values: Readonly<Record<string, string>>;
  /** The file to write the package to. */
  readonly file: string;
}

const FOLDER = fileURLToPath(new URL('../../../appPackage/', import.meta.url));
const ICONS = { color: '192x192', outline: '32x32' } as const;

const MANIFEST = z.looseObject({
  manifestVersion: z.string(),
  icons: z.object({ color: z.string(), outline: z.string() }),
});

/** One timestamp for every file, the oldest that a ZIP can store, so that the same input gives the same bytes. */
const UNDATED = new Date(1980, 0, 1);

/**
 * Fills the manifest, checks it and the icons, and writes the package.
 * @returns the exit code: 0, or 1 with every fault named.
 */
export function packageApp({ folder = FOLDER, values, file }: PackageOptions, out: Out): number {
  const { filled, missing } = fillVariables(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')), values);
  const parsed = MANIFEST.safeParse(filled);
  const icons = parsed.success
    ? iconsOf(folder, parsed.data.icons)
    : { files: {}, faults: ['manifest.json is not an app manifest'] };
  const faults = [
    ...missing.map((name) => `manifest.json: ${name} has no value`),
    ...(parsed.success ? manifestFaults(parsed.data).map((fault) => `manifest.json ${fault}`) : []),
    ...icons.faults,
  ];
  if (faults.length > 0) {
    out.write(`No package was written:\n${faults.map((fault) => `  ${fault}\n`).join('')}`);
    return 1;
  }
  const manifest = Buffer.from(`${JSON.stringify(filled, null, 2)}\n`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, zipSync({ 'manifest.json': manifest, ...icons.files }, { mtime: UNDATED }));
  out.write(`Wrote ${file}. Upload it in the Teams admin center under Manage apps.\n`);
  return 0;
}

function iconsOf(folder: string, names: Readonly<Record<keyof typeof ICONS, string>>) {
  const files: Record<string, Buffer> = {};
  const faults: string[] = [];
  for (const [icon, wanted] of Object.entries(ICONS) as [keyof typeof ICONS, string][]) {
    const name = names[icon];
    const bytes = existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : Buffer.alloc(0);
    const size = pngSize(bytes);
    if (size !== wanted) faults.push(`${name} is ${size ?? 'not a PNG'}; Teams requires ${wanted}`);
    files[name] = bytes;
  }
  return { files, faults };
}
