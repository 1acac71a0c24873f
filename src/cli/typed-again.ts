/** What was typed of a command that names a store and its key; what was not is absent. */
interface Typed {
  readonly file?: string;
  readonly key?: string;
}

/** The options of a printed command that name the same store and key: it is copied, and must mean the same. */
export function typedAgain({ file, key }: Typed): string {
  return [...(file === undefined ? [] : ['--file', quoted(file)]), ...(key === undefined ? [] : ['--key', quoted(key)])]
    .map((part) => ` ${part}`)
    .join('');
}

/** A path as a shell takes it for one word. */
export function quoted(path: string): string {
  return /^[\w./:@%+=,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
