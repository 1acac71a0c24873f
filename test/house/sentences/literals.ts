import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** Where sentences about a tenant are made. */
const SPEAKING = [
  'src/changes',
  'src/requests/applying',
  'src/requests/attesting',
  'src/requests/drafting',
  'src/requests/knowing',
  'src/requests/messages',
  'src/requests/notifying',
  'src/requests/watching',
  'src/teams/cards',
  'src/defender',
  'src/cli/doctor/checks/check-apis.ts',
  'src/cli/doctor/checks/check-audit-log.ts',
  'src/cli/doctor/checks/check-catalogue.ts',
  'src/cli/doctor/checks/check-watch.ts',
];

/** Why nothing is said about a tenant in the rest of `src/`. A new room is one of the two. */
export const QUIET: Readonly<Record<string, string>> = {
  'src/requests/record': 'Values, and no words.',
  'src/requests/ports': 'Interfaces, and no words.',
  'src/requests/rules': 'About people, their rights and their requests.',
  'src/requests/deciding': 'About people, their rights and their requests.',
  'src/requests/recording': 'About the record.',
  'src/requests/forms': 'About what was typed into a form.',
  'src/jobs': 'About tasks and messages.',
  'src/store': 'About what is stored, and whether the record accounts for it.',
  'src/directory': 'About people in Entra.',
  'src/teams/cards/answers/help-card.ts': 'What people can write.',
  'src/teams/actions': 'About commands and presses.',
  'src/teams/bot': 'About who speaks.',
  'src/teams/delivery': 'About messages in Teams.',
  'src/teams/forms': 'About what was typed into a form.',
  'src/teams/language': 'What people write.',
  'src/teams/create-teams.ts': 'About activities of Teams.',
  'src/teams/outside': 'About presses on a card.',
  'src/teams/routes': 'About activities of Teams.',
  'src/service': 'About settings and processes.',
  'src/cli': 'About the record, settings and people; the words of facts come from `src/changes/source-words.ts`.',
  'src/sandbox': 'Another company, which is not real.',
  'src/shared': 'About errors of calls.',
};

/** Tables of names and of what is written to Defender or to whoever operates Airlock, and no sentences. */
const NAMES = [
  'src/changes/device-group/model/',
  'src/changes/device-group/input/read-level.ts',
  'src/defender/portal/portal-connector.ts',
  'src/defender/portal/session-file.ts',
  'src/teams/cards/answers/help-card.ts',
];

/** A text of the code: each value in it as `{}`. */
export interface Literal {
  readonly text: string;
  /** File and line. */
  readonly at: string;
}

/** Fewer words are a label, whose value says more. */
const SENTENCE = /\S+\s+\S+\s+\S/;

export function isSpeaking(path: string): boolean {
  return (
    SPEAKING.some((room) => path === room || path.startsWith(`${room}/`)) &&
    !NAMES.some((name) => path.startsWith(name))
  );
}

/** Every file of `src/`, with forward slashes. */
export function sourceFiles(): readonly string[] {
  return readdirSync('src', { recursive: true })
    .map((file) => `src/${String(file).replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
    .sort();
}

/** The texts of three words and more in the rooms that speak about a tenant. */
export function spoken(): readonly Literal[] {
  return sourceFiles()
    .filter(isSpeaking)
    .flatMap((path) => literalsOf(path));
}

function literalsOf(path: string): readonly Literal[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Literal[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    const text = textOf(node);
    if (text !== null && SENTENCE.test(text)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      found.push({ text: text.trim(), at: `${path}:${line + 1}` });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('');
}
