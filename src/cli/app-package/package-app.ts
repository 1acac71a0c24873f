import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { z } from 'zod';
import type { Out } from '../out.ts';
import { fillVariables } from './fill-variables.ts';
import { manifestFaults } from './manifest-faults.ts';
import { pngSize } from './png-size.ts';

export interface PackageOptions {
  /** The manifest with its variables and the icons; `appPackage/` when absent. */
  readonly folder?: string;
  /** Variable of the manifest -> its value. */
  readonly values: Readonly<Record<string, string>>;
  /** Where the package is written. */
  readonly file: string;
}

const FOLDER = fileURLToPath(new URL('../../../appPackage/', import.meta.url));
const ICONS = { color: '192x192', outline: '32x32' } as const;
const MANIFEST = z.looseObject({
  manifestVersion: z.string(),
  icons: z.object({ color: z.string(), outline: z.string() }),
});

/** One moment for every file, so that the same input gives the same bytes: the oldest that a ZIP can hold. */
const UNDATED = new Date(1980, 0, 1);

/** Fills the manifest, checks it and the icons, and writes the package. @returns the exit code: 0, or 1 with every fault named. */
export function packageApp({ folder = FOLDER, values, file }: PackageOptions, out: Out): number {
  const { filled, missing } = fillVariables(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')), values);
  const parsed = MANIFEST.safeParse(filled);
  const icons = parsed.success
    ? iconsOf(folder, parsed.data.icons)
    : { files: {}, faults: ['manifest.json is no app manifest'] };
  const faults = [
    ...missing.map((name) => `manifest.json: there is no value for ${name}`),
    ...(parsed.success ? manifestFaults(parsed.data).map((fault) => `manifest.json ${fault}`) : []),
    ...icons.faults,
  ];
  if (faults.length > 0) {
    out.write(`Nothing was written:\n${faults.map((fault) => `  ${fault}\n`).join('')}`);
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
    if (size !== wanted) faults.push(`${name} is ${size ?? 'no PNG'}; Teams wants ${wanted}`);
    files[name] = bytes;
  }
  return { files, faults };
}
