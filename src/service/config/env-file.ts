import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { ConfigFault } from '../../shared/setting.ts';
import { ownUid } from './private-file.ts';
import { SECRET_VARIABLES } from './settings/all-settings.ts';
import { ownSelf, trustFault } from './trusted-file.ts';

export interface EnvFile {
  readonly values: Readonly<Record<string, string>>;
  readonly faults: readonly ConfigFault[];
  /** Permission bits; null without a file. */
  readonly mode: number | null;
}

/**
 * A name, an equals sign, and a value: bare without quotes or `#`, or in one kind of quotes. Only a comment may follow.
 */
const LINE = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?:"[^"]*"|'[^']*'|`[^`]*`|[^"'`#]*?)(?:\s+#.*)?$/;

/**
 * The settings in a `.env` file; none when there is no such file. Each line is checked before Node's own parser reads
 * it, since that parser treats an invalid line as part of the next.
 */
export function readEnvFile(path: string): EnvFile {
  let text: string;
  let mode: number;
  try {
    text = readFileSync(path, 'utf8');
    mode = statSync(path).mode & 0o777;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given';
    if (code === 'ENOENT') return { values: {}, faults: [], mode: null };
    return {
      values: {},
      faults: [{ variable: path, problem: `cannot be read (${code})`, example: `chmod 600 ${path}` }],
      mode: null,
    };
  }
  const { values, faults } = parseLines(text.split(/\r?\n/));
  return { values, faults: [...faults, ...looseFaults(path, mode, values)], mode };
}

/** A file with secrets is refused where others may use it; one without secrets, where others may write it. */
function looseFaults(path: string, mode: number, values: EnvFile['values']): ConfigFault[] {
  const secrets = Object.keys(values).filter((name) => SECRET_VARIABLES.has(name) && !isOpen(values[name]));
  const example = `chmod 600 ${path}`;
  const trust = trustFault(resolve(path), ownSelf());
  if (trust !== null && (secrets.length === 0 || (mode & 0o177) === 0)) {
    const problem = trust.problem.replace(/^names /, 'is ');
    return [{ variable: path, problem, example, mend: trust.mend }];
  }
  if (ownUid() === null || (mode & 0o177) === 0 || secrets.length === 0) return [];
  const problem = `holds ${secrets.join(', ')}, and others can use it: its mode must be 0600 or 0400`;
  return [{ variable: path, problem, example }];
}

/** Whether this is empty, or an address without a password. */
function isOpen(text = ''): boolean {
  return text === '' || (URL.canParse(text) && new URL(text).host !== '' && new URL(text).password === '');
}

function parseLines(lines: readonly string[]): Omit<EnvFile, 'mode'> {
  const values: Record<string, string> = {};
  const faults: ConfigFault[] = [];
  const seen = new Map<string, number>();
  lines.forEach((line, index) => {
    const number = index + 1;
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return;
    const name = LINE.exec(trimmed)?.[1];
    const before = name === undefined ? undefined : seen.get(name);
    if (name === undefined)
      faults.push(fault(number, 'is not NAME=value; put a value that contains quotes or # in quotes, on one line'));
    else if (before !== undefined)
      faults.push(fault(number, `sets ${name} again, which line ${before} has already set`));
    else {
      seen.set(name, number);
      Object.assign(values, parseEnv(trimmed));
    }
  });
  return { values, faults };
}

function fault(line: number, problem: string): ConfigFault {
  return { variable: `.env, line ${line},`, problem, example: 'BOT_APP_TYPE=UserAssignedMSI' };
}
