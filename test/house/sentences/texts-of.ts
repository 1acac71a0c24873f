import ts from 'typescript';
import { piecesIn } from './pieces-in.ts';

/** A text of the code: each value in it as `{}`. */
export interface Literal {
  readonly text: string;
  /** File and line. */
  readonly at: string;
}

/** Three words and more are a sentence, wherever they stand. */
const SENTENCE = /\S+\s+\S+\s+\S/;

/** Fewer are one where they begin as a sentence or a label does, or have a blank between letters. */
const SHORT = /^[^\p{L}{]*\p{Lu}[\p{Ll} ]|^[^\p{L}{]*\p{Lu}$|\p{L}\s+\S|\S\s+\p{L}/u;

/** A name on the wire: capitals inside, dots or underscores between letters. */
const WIRE = /^\S*(?:\p{Ll}\p{Lu}|\p{L}[._]\p{L}|\d)\S*$/u;

/** Another one, unless it becomes a piece of a text. */
const CAPITALS = /^\p{Lu}{2,}$/u;

/** What takes a text to show it. */
const SHOWS = new Set([
  'sanitise',
  'detail',
  'besides',
  'arrow',
  'arrowFrom',
  'concat',
  'replace',
  'replaceAll',
  'say',
]);

/** The tags of a text that is worded in the reader's language. */
const TAGS = new Set(['t', 'msg']);

/** Every text in a part of a file that somebody may read. */
export function textsOf(root: ts.Node, source: ts.SourceFile, path: string): readonly Literal[] {
  const found: Literal[] = [];
  const pieces = piecesIn(source);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
    const text = textOf(node)?.trim() ?? null;
    if (text !== null && /\p{L}/u.test(text) && isRead(text, node, pieces)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      found.push({ text, at: `${path}:${line + 1}` });
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('');
}

function isRead(text: string, node: ts.Node, pieces: ReadonlySet<ts.Node>): boolean {
  if (SENTENCE.test(text) || isTagged(node)) return true;
  if (isCompared(node) || WIRE.test(text)) return false;
  if (isPartOfText(node) || isInWordTable(node) || pieces.has(node)) return true;
  return SHORT.test(text) && !CAPITALS.test(text);
}

/** A text of a catalogue, however short. */
function isTagged({ parent }: ts.Node): boolean {
  return ts.isTaggedTemplateExpression(parent) && ts.isIdentifier(parent.tag) && TAGS.has(parent.tag.text);
}

/** Not said, but looked for: a case, a comparison, what a set or a pattern holds, the name of a property. */
function isCompared(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isCaseClause(parent) || ts.isLiteralTypeNode(parent) || ts.isElementAccessExpression(parent)) return true;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return true;
  if (!ts.isBinaryExpression(parent)) return false;
  return [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(
    parent.operatorToken.kind,
  );
}

/** Whether a text, however short, becomes a piece of a longer one: a value in a template, an addend, a joined item. */
function isPartOfText(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isTemplateSpan(parent)) return true;
  if (ts.isParenthesizedExpression(parent)) return isPartOfText(parent);
  if (ts.isConditionalExpression(parent)) return parent.condition !== node && isPartOfText(parent);
  if (ts.isBinaryExpression(parent)) return isAddend(parent) || isPartOfText(parent);
  if (ts.isArrayLiteralExpression(parent)) return isJoined(parent) || isPartOfText(parent);
  if (ts.isSpreadElement(parent)) return isPartOfText(parent);
  if (ts.isElementAccessExpression(parent)) return parent.expression === node && isPartOfText(parent);
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text === 'concat';
  if (ts.isCallExpression(parent)) return parent.expression !== node && isShown(parent);
  return false;
}

function isAddend({ operatorToken }: ts.BinaryExpression): boolean {
  return operatorToken.kind === ts.SyntaxKind.PlusToken || operatorToken.kind === ts.SyntaxKind.PlusEqualsToken;
}

function isJoined(list: ts.Node): boolean {
  const { parent } = list;
  if (!ts.isPropertyAccessExpression(parent)) return false;
  return parent.name.text === 'join' || (ts.isCallExpression(parent.parent) && isJoined(parent.parent));
}

function isShown({ expression }: ts.CallExpression): boolean {
  const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();
  return SHOWS.has(name);
}

const WORD_TABLE = /(?:Record|Map)<[^,]+,\s*(?:readonly )?(?:string|\[string, string\])(?:\[\])?>+$/;

/** Whether a text is a value of a table whose type says that its values are texts. */
function isInWordTable(node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    if (ts.isPropertyAssignment(at) && !ts.isObjectLiteralExpression(at.parent)) return false;
    if (ts.isSatisfiesExpression(at) && WORD_TABLE.test(at.type.getText())) return true;
    if (ts.isVariableDeclaration(at)) return WORD_TABLE.test(at.type?.getText() ?? '');
    if (ts.isFunctionLike(at)) return false;
  }
  return false;
}
