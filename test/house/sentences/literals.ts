import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { type Literal, textsOf } from './texts-of.ts';

/** Where sentences about a tenant are made. */
const SPEAKING = [
  'src/changes',
  'src/requests/applying',
  'src/requests/asking',
  'src/requests/attesting',
  'src/requests/drafting',
  'src/requests/knowing',
  'src/requests/messages',
  'src/requests/notifying',
  'src/requests/watching',
  'src/teams/cards',
  'src/teams/outside',
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
  'src/teams/compose': 'About what is typed into a compose box.',
  'src/teams/cards/answers/help-card.ts': 'What people can write.',
  'src/teams/cards/answers/help-lines.ts': 'What people can write.',
  'src/teams/actions': 'About commands and presses.',
  'src/teams/bot': 'About who speaks.',
  'src/teams/delivery': 'About messages in Teams.',
  'src/teams/forms': 'About what was typed into a form.',
  'src/teams/language': 'What people write.',
  'src/teams/create-teams.ts': 'About activities of Teams.',
  'src/teams/routes': 'About activities of Teams.',
  'src/service': 'About settings and processes.',
  'src/cli':
    'About the record, settings and people; the words of facts come from `src/changes/knowledge/source-words.ts`.',
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
  'src/teams/cards/answers/help-lines.ts',
];

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

/**
 * The texts of the rooms that speak about a tenant, of what they take from quiet rooms, of the templates of cards, and
 * those texts of quiet rooms that name Defender or a tenant all the same.
 */
export function spoken(): readonly Literal[] {
  const files = sourceFiles();
  const speaking = files.filter(isSpeaking);
  const quiet = files.filter((path) => !isSpeaking(path) && !UNHEARD.some((room) => path.startsWith(room)));
  return [
    ...speaking.flatMap((path) => textsIn(path)),
    ...speaking.flatMap((path) => borrowed(path)),
    ...quiet.flatMap((path) => textsIn(path)).filter(isAboutTenant),
    ...templateTexts(),
  ];
}

/** Told in the demo and to whoever starts the service alone; or written by people, and read. */
const UNHEARD = ['src/sandbox/', 'src/service/', 'src/teams/language/understand/words/'];

/** A sentence of a quiet room that speaks of a tenant all the same. A page of several lines is none. */
function isAboutTenant({ text }: Literal): boolean {
  if (text.includes('\n') || !/\S+\s+\S+\s+\S/.test(text)) return false;
  return ABOUT.test(text) || STATES.test(text);
}

/** What only a tenant is told to be, without its name: on, off, written, changed. */
const STATES =
  /\b(?:is|are|was|were|it|turned|switched|set)\s+(?:now\s+|still\s+)?(?:on|off)\b|\b(?:nothing|everything)\s+(?:was\s+|is\s+)?(?:written|changed|applied)\b|\bit\s+(?:is|was)\s+(?:written|changed|applied)\b|\blowers?\s+protection\b/i;

const ABOUT = /\bDefender\b|\btenant\b|\bswitch(?:es)?\b|\bdevice groups?\b|\baudit log\b|\bportal\b/i;

function parsed(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
}

function textsIn(path: string): readonly Literal[] {
  const source = parsed(path);
  return textsOf(source, source, path);
}

/** The texts of constants and functions that a file takes from quiet rooms. */
function borrowed(path: string): readonly Literal[] {
  const imports = parsed(path).statements.filter(ts.isImportDeclaration);
  return imports.flatMap(({ importClause, moduleSpecifier }) => {
    const names = importClause?.namedBindings;
    const from = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : '';
    if (!from.startsWith('.') || !names || !ts.isNamedImports(names) || importClause.isTypeOnly) return [];
    const file = join(dirname(path), from).replaceAll('\\', '/');
    if (isSpeaking(file) || NAMES.some((name) => file.startsWith(name))) return [];
    const wanted = new Set(
      names.elements.filter((one) => !one.isTypeOnly).map((one) => (one.propertyName ?? one.name).text),
    );
    return declared(file, wanted);
  });
}

function declared(file: string, wanted: ReadonlySet<string>): readonly Literal[] {
  const source = parsed(file);
  return source.statements.flatMap((statement) => {
    const parts = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement];
    return parts
      .filter((part) => 'name' in part && wanted.has((part.name as ts.Node | undefined)?.getText(source) ?? ''))
      .filter((part) => !ts.isClassDeclaration(part))
      .flatMap((part) => textsOf(part, source, file));
  });
}

/** What the templates of cards say themselves. */
function templateTexts(): readonly Literal[] {
  const files = readdirSync('cards', { recursive: true }).map((file) => `cards/${String(file).replaceAll('\\', '/')}`);
  return files
    .filter((file) => file.endsWith('.json') && !file.endsWith('.samples.json'))
    .flatMap((file) => saidIn(JSON.parse(readFileSync(file, 'utf8')), file));
}

/** Keys of an element under which a text stands that a person reads. */
const TEXT_KEYS = new Set([
  'text',
  'title',
  'label',
  'placeholder',
  'errorMessage',
  'fallbackText',
  'speak',
  'altText',
  'tooltip',
]);

/** A text of a template: each expression in it as `{}`, and what expressions say themselves. */
export function textsOfTemplate(value: string, at: string): readonly Literal[] {
  const expressions = value.match(/\$\{[^}]*\}/g) ?? [];
  const inside = expressions.flatMap((one) => [...one.matchAll(/'([^']*)'/g)].map(([, text = '']) => text.trim()));
  const text = value.replace(/\$\{[^}]*\}/g, '{}').trim();
  return [text, ...inside].flatMap((one) => (/\p{L}/u.test(one) ? [{ text: one, at }] : []));
}

function saidIn(node: unknown, at: string): readonly Literal[] {
  if (Array.isArray(node)) return node.flatMap((one) => saidIn(one, at));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (typeof value !== 'string') return saidIn(value, at);
    const isFact = key === 'value' && 'title' in node && !('type' in node);
    return TEXT_KEYS.has(key) || isFact ? textsOfTemplate(value, at) : [];
  });
}
