import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';

/** The oldest version, 1.24, whose command lists hold twelve commands (facts/teams.md 2.5). */
const OLDEST_MINOR = 24;

/** What the official schema of the manifest's own version finds wrong, each as `place: what`; the schemas come with npm, so nothing is fetched. */
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
