import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { MARKS } from '../../../src/shared/language/pseudo.ts';
import { inLanguage } from '../../../src/shared/language/worded.ts';
import { wordTemplate } from '../../../src/teams/cards/parts/load-templates.ts';

/** A text that a catalogue has to have. */
export interface CodeText {
  /** English, its values as `{0}`, `{1}`: the key of the catalogue. */
  readonly text: string;
  /** The room that says it first, which names the file of its translation. */
  readonly room: string;
  /** `src/requests/messages/push-words.ts:12`, or a template of cards. */
  readonly at: string;
  /** Worded when its file is loaded: by `t` outside a function. That is English for everybody. */
  readonly isTooEarly: boolean;
}

/** Every text that people read, each once, rooms and files in the order of their names. */
export function textsOfCode(): readonly CodeText[] {
  const found = [...templateFiles().flatMap(textsOfTemplate), ...sourceFiles().flatMap(textsOfSource)];
  const first = new Map<string, CodeText>();
  for (const one of found) if (!first.has(one.text) || one.isTooEarly) first.set(one.text, one);
  return [...first.values()];
}

function filesOf(folder: string, isWanted: (path: string) => boolean): readonly string[] {
  const paths = readdirSync(folder, { recursive: true }).map((file) =>
    `${folder}/${String(file)}`.replaceAll('\\', '/'),
  );
  return paths.filter(isWanted).sort();
}

function sourceFiles(): readonly string[] {
  return filesOf('src', (path) => path.endsWith('.ts') && !path.startsWith('src/sandbox/'));
}

function templateFiles(): readonly string[] {
  return filesOf('cards', (path) => path.endsWith('.json') && !path.endsWith('.samples.json'));
}

/** What a template says itself, by what the code itself words of it. */
function textsOfTemplate(path: string): readonly CodeText[] {
  const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const worded = inLanguage('qps-ploc', () => wordTemplate(read));
  return wordedIn(read, worded).map((text) => ({ text: text.trim(), room: 'cards', at: path, isTooEarly: false }));
}

function wordedIn(before: unknown, after: unknown): readonly string[] {
  if (typeof before === 'string') return String(after).includes(MARKS.from) ? [before] : [];
  if (typeof before !== 'object' || before === null) return [];
  return Object.entries(before).flatMap(([key, value]) => wordedIn(value, Reflect.get(after as object, key)));
}

function textsOfSource(path: string): readonly CodeText[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: CodeText[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && (node.tag.getText() === 't' || node.tag.getText() === 'msg')) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      const isTooEarly = node.tag.getText() === 't' && !isInFunction(node);
      found.push({ text: keyOf(node.template), room: path.split('/')[1] ?? '', at: `${path}:${line + 1}`, isTooEarly });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function keyOf(template: ts.TemplateLiteral): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return template.text;
  return template.templateSpans.reduce((text, { literal }, at) => `${text}{${at}}${literal.text}`, template.head.text);
}

function isInFunction(node: ts.Node): boolean {
  return ts.findAncestor(node, ts.isFunctionLike) !== undefined;
}
