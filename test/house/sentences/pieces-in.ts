import ts from 'typescript';

/** Calls that take a text to show it, or a list to join it. */
const SHOWS = new Set(['sanitise', 'detail', 'besides', 'sentences', 'listed', 'say']);

/**
 * The texts of a file that get into a longer text by a name: a constant, a table, a list or a function whose name is
 * used in a template, added, joined or shown.
 */
export function piecesIn(source: ts.SourceFile): ReadonlySet<ts.Node> {
  const names = new Set<string>();
  const note = (node: ts.Node): void => {
    for (const used of usedAsText(node)) names.add(used);
    ts.forEachChild(node, note);
  };
  note(source);
  const found = new Set<ts.Node>();
  const collect = (node: ts.Node): void => {
    for (const value of givenTo(node, names)) literalsIn(value, found);
    ts.forEachChild(node, collect);
  };
  collect(source);
  return found;
}

/** The names of what a node makes a piece of a text. */
function usedAsText(node: ts.Node): readonly string[] {
  if (ts.isTemplateSpan(node)) return rootsOf(node.expression);
  if (ts.isBinaryExpression(node) && isAddition(node) && [node.left, node.right].some(isText))
    return [...rootsOf(node.left), ...rootsOf(node.right)];
  if (!ts.isCallExpression(node)) return [];
  const { expression } = node;
  if (ts.isPropertyAccessExpression(expression) && expression.name.text === 'join')
    return rootsOf(expression.expression);
  const isShown = ts.isIdentifier(expression) && SHOWS.has(expression.text);
  return isShown ? node.arguments.flatMap(rootsOf) : [];
}

function isAddition({ operatorToken }: ts.BinaryExpression): boolean {
  return operatorToken.kind === ts.SyntaxKind.PlusToken || operatorToken.kind === ts.SyntaxKind.PlusEqualsToken;
}

/** A number is added as well. */
function isText(node: ts.Node): boolean {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node))
    return true;
  return ts.isBinaryExpression(node) && isAddition(node) && [node.left, node.right].some(isText);
}

/** The names by which an expression gets its value: `WORDS` of `WORDS[x]`, `words` of `words(x)`, both of a choice. */
function rootsOf(node: ts.Node): readonly string[] {
  if (ts.isIdentifier(node)) return [node.text];
  if (ts.isElementAccessExpression(node)) return rootsOf(node.expression);
  if (ts.isParenthesizedExpression(node) || ts.isSpreadElement(node)) return rootsOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...rootsOf(node.whenTrue), ...rootsOf(node.whenFalse)];
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(rootsOf);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return [...rootsOf(node.left), ...rootsOf(node.right)];
  if (!ts.isCallExpression(node)) return [];
  const { expression } = node;
  if (ts.isIdentifier(expression) && expression.text === 'say') return node.arguments.flatMap(rootsOf);
  return ts.isPropertyAccessExpression(expression) ? rootsOf(expression.expression) : rootsOf(expression);
}

/** Properties of cards and answers whose text is shown. */
const SHOWN = new Set(['text', 'title', 'label', 'heading', 'short', 'headline', 'what', 'note', 'words']);

/** What a function that says so returns. */
const TEXT = /^string(?: \| null)?$/;

/** What a node gives to one of these names, or shows itself. */
function givenTo(node: ts.Node, names: ReadonlySet<string>): readonly ts.Node[] {
  if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && SHOWN.has(node.name.text))
    return [node.initializer];
  const isWording = ts.isFunctionDeclaration(node) || ts.isArrowFunction(node);
  if (isWording && node.body && TEXT.test(node.type?.getText() ?? '')) return [node.body];
  if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && names.has(node.name.text))
    return node.initializer ? [node.initializer] : [];
  if (ts.isFunctionDeclaration(node) && node.name && names.has(node.name.text)) return node.body ? [node.body] : [];
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const { expression, name } = node.expression;
  const isFilled =
    (name.text === 'push' || name.text === 'unshift') && rootsOf(expression).some((one) => names.has(one));
  return isFilled ? node.arguments : [];
}

/** The texts that may be the value of an expression, or of what a function returns. */
function literalsIn(node: ts.Node, found: Set<ts.Node>): void {
  const all = (...parts: readonly (ts.Node | undefined)[]) => {
    for (const part of parts) if (part) literalsIn(part, found);
  };
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) found.add(node);
  else if (ts.isConditionalExpression(node)) all(node.whenTrue, node.whenFalse);
  else if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node))
    all(node.expression);
  else if (ts.isBinaryExpression(node) && !isComparison(node)) all(node.left, node.right);
  else if (ts.isArrayLiteralExpression(node)) all(...node.elements);
  else if (ts.isSpreadElement(node)) all(node.expression);
  else if (ts.isObjectLiteralExpression(node)) all(...node.properties);
  else if (ts.isPropertyAssignment(node)) all(node.initializer);
  else if (ts.isArrowFunction(node)) all(node.body);
  else if (ts.isReturnStatement(node)) all(node.expression);
  else if (isStatement(node)) ts.forEachChild(node, (child) => literalsIn(child, found));
}

/** What compares its sides, and gives neither. */
const NO_TEXT: readonly ts.SyntaxKind[] = [
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.InKeyword,
];

function isComparison({ operatorToken }: ts.BinaryExpression): boolean {
  return NO_TEXT.includes(operatorToken.kind);
}

function isStatement(node: ts.Node): boolean {
  return (
    ts.isBlock(node) ||
    ts.isIfStatement(node) ||
    ts.isSwitchStatement(node) ||
    ts.isCaseBlock(node) ||
    ts.isCaseOrDefaultClause(node)
  );
}
