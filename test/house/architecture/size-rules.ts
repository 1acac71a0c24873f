import ts from 'typescript';

export interface SourceFile {
  /** Path below the project. */
  readonly path: string;
  readonly text: string;
}

export const LIMITS = { longest: 300, shortest: 40, function: 40, entries: 14, columns: 120 } as const;

function lineCount(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

export function longFiles(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ text }) => lineCount(text) > LIMITS.longest)
    .map(
      ({ path, text }) =>
        `${path} has ${lineCount(text)} lines; ${LIMITS.longest} are the most. Give part of it a room of its own.`,
    );
}

/**
 * @param importers of a file: how many other files import it
 * @param mayBeShort whether a reason for the file stands in the table
 */
export function shortFiles(
  files: readonly SourceFile[],
  importers: (path: string) => number,
  mayBeShort: (path: string) => boolean,
): string[] {
  return files
    .filter(({ path, text }) => lineCount(text) < LIMITS.shortest && importers(path) < 2 && !mayBeShort(path))
    .map(
      ({ path, text }) =>
        `${path} has ${lineCount(text)} lines and one file that imports it: put it there, or say in the table why it stands alone.`,
    );
}

/** Functions longer than the limit, by their first line. */
export function longFunctions({ path, text }: SourceFile): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const last = source.getLineAndCharacterOfPosition(node.end).line;
      const lines = last - first + 1;
      if (lines > LIMITS.function)
        faults.push(`${path}:${first + 1} is a function of ${lines} lines; ${LIMITS.function} are the most.`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}

export function fullFolders(entries: ReadonlyMap<string, readonly string[]>): string[] {
  return [...entries]
    .filter(([, names]) => names.length > LIMITS.entries)
    .map(
      ([folder, names]) =>
        `${folder} has ${names.length} entries; ${LIMITS.entries} are the most. Which wall is missing?`,
    );
}

export function sharedNames(paths: readonly string[]): string[] {
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  return [...byName]
    .filter(([, same]) => same.length > 1)
    .map(([name, same]) => `${name} is the name of ${same.length} files: ${same.join(', ')}. One name, one meaning.`);
}

/** Lines of comments beyond the limit; code is kept within it by the formatter. */
export function wideComments({ path, text }: SourceFile): string[] {
  return text
    .split('\n')
    .map((line, index) => ({ line, at: index + 1 }))
    .filter(({ line }) => line.length > LIMITS.columns && /^\s*(\/\/|\/?\*)|\s\/\/ |\/\*\*/.test(line))
    .map(
      ({ at, line }) =>
        `${path}:${at} has a comment that ends in column ${line.length}; ${LIMITS.columns} are the most.`,
    );
}
