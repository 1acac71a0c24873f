import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

export interface Instruction {
  readonly name: string;
  /** As written, without the instruction's name. */
  readonly text: string;
}

/** The stages of a Dockerfile, each from its FROM on; the forms that ours uses, and no others. */
export function readDockerfile(file = 'Dockerfile'): readonly (readonly Instruction[])[] {
  const stages: Instruction[][] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [, name, text] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    assert(name && text, `not an instruction: ${line}`);
    if (name === 'FROM') stages.push([]);
    stages.at(-1)?.push({ name, text });
  }
  return stages;
}

/** The texts of every instruction of this name. */
export function textsOf(stage: readonly Instruction[], name: string): readonly string[] {
  return stage.filter((one) => one.name === name).map(({ text }) => text);
}

/** `--from=build --chown=1:1 /app/a b ./` -> what is copied from where, without the flags. */
export function copyOf(text: string): {
  readonly from: string | null;
  readonly sources: readonly string[];
  readonly to: string;
} {
  const words = text.split(' ');
  const paths = words.filter((word) => !word.startsWith('--'));
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length) ?? null;
  return { from, sources: paths.slice(0, -1), to: paths.at(-1) ?? '' };
}

/** The words of an exec form: `["a", "b"]`. */
export function execForm(text: string): readonly string[] {
  const words: unknown = JSON.parse(text.slice(text.indexOf('[')));
  assert(Array.isArray(words) && words.every((word) => typeof word === 'string'));
  return words;
}
