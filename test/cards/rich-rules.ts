import assert from 'node:assert/strict';
import { type Found, objectsOf, stringsOf } from './walk.ts';

const COMMON = [
  'type',
  'id',
  'isVisible',
  'separator',
  'height',
  'spacing',
  'horizontalAlignment',
  'targetWidth',
  'fallback',
];

/**
 * What Teams draws and version 1.5 does not know, with the properties that the package `@microsoft/teams.cards` 2.1.0
 * declares (docs/facts/teams.md#newer-elements).
 */
const RICH: Readonly<Record<string, readonly string[]>> = {
  Badge: ['text', 'icon', 'iconPosition', 'appearance', 'size', 'shape', 'style', 'tooltip'],
  ProgressBar: ['value', 'max', 'color'],
  CodeBlock: ['codeSnippet', 'language', 'startLineNumber'],
  'Chart.HorizontalBar.Stacked': ['title', 'showTitle', 'colorSet', 'maxWidth', 'showLegend', 'color', 'data'],
};

/** The values that Teams knows of properties with few values. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'Badge.style': ['Default', 'Subtle', 'Informative', 'Accent', 'Good', 'Attention', 'Warning'],
  'Badge.appearance': ['Filled', 'Tint'],
  'Badge.size': ['Medium', 'Large', 'ExtraLarge'],
  'Badge.shape': ['Square', 'Rounded', 'Circular'],
  'ProgressBar.color': ['Accent', 'Good', 'Warning', 'Attention'],
  'CodeBlock.language': ['PlainText', 'Json', 'PowerShell'],
};

const CHART_COLORS = ['good', 'warning', 'attention', 'neutral', 'categoricalTeal', 'categoricalLightBlue'];

/** Newer properties of elements that version 1.5 knows; a client that does not know them leaves them out. */
export const NEWER: Readonly<Record<string, readonly string[]>> = {
  Column: ['targetWidth'],
  'Action.Execute': ['conditionallyEnabled'],
};

const UNKNOWN = /^Unknown element type "(.+)"\. Fallback will be used if present\.$/;

/** Whether the library complains of an element only since it is newer than the library. */
export function isOfNewer(complaint: string): boolean {
  const type = UNKNOWN.exec(complaint)?.[1];
  return type !== undefined && type in RICH;
}

/** The properties of a newer element; null for any other. */
export function propertiesOf(type: string): readonly string[] | null {
  const own = RICH[type];
  return own === undefined ? null : [...COMMON, ...own];
}

/** Newer elements are spelled as Teams knows them, and a client that draws none of them loses nothing. */
export function assertRich(card: object, drawnText: string): void {
  for (const { path, node } of objectsOf(card)) {
    const type = String(node.type);
    if (!(type in RICH)) continue;
    for (const [key, value] of Object.entries(node)) {
      const known = VALUES[`${type}.${key}`];
      assert.ok(known === undefined || known.includes(String(value)), `${path}.${key} ${value}`);
    }
    for (const { node: point } of objectsOf(node.data ?? [])) {
      if ('color' in point) assert.ok(CHART_COLORS.includes(String(point.color)), `${path} ${point.color}`);
    }
    assertNothingLost({ path, node }, card, drawnText);
  }
}

/** What a newer element tells stands in what is drawn instead, or elsewhere on the card where nothing is. */
function assertNothingLost({ path, node }: Found, card: object, drawnText: string): void {
  assert.ok('fallback' in node, `${path} has a fallback`);
  const { fallback } = node;
  const instead = fallback === 'drop' ? drawnText : [...stringsOf(fallback)].map(({ text }) => text).join('\n');
  for (const words of wordsOf(node)) assert.ok(instead.includes(words), `${path} "${words}"`);
  if (node.type !== 'ProgressBar' || fallback !== 'drop') return;
  const beside = [...objectsOf(card)].filter(({ path: one }) =>
    one.startsWith(path.replace(/\.(?:items|columns)\..*$/, '')),
  );
  assert.ok(
    beside.some(({ node: { type } }) => type === 'TextRun' || type === 'TextBlock'),
    `${path} is said in words`,
  );
}

/** Everything that somebody reads in it, apart from the name of a field or a line number. */
function wordsOf({ type, text, codeSnippet, data }: Found['node']): string[] {
  if (type === 'Badge') return [String(text)];
  if (type === 'CodeBlock') return String(codeSnippet).split('\n').map(afterName);
  if (type === 'ProgressBar') return [];
  return [...objectsOf(data)].flatMap(({ node }) =>
    [node.title, node.legend, node.value].flatMap((one) => one ?? []).map(String),
  );
}

/** `# Name`, `- Name: old`, `+ Name: new`, or a line alone. */
function afterName(line: string): string {
  return /^(?:# |[-+] [^:]+: )(.*)$/.exec(line)?.[1] ?? line;
}
