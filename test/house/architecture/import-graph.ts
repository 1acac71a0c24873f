import type { ICruiseResult } from 'dependency-cruiser';

/** One import of `src`, of a value or of a type; `to` is a path below the project, packages below `node_modules/`. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Whether following imports from here leads back here. */
  readonly circular: boolean;
}

let graph: Promise<readonly Arrow[]> | undefined;

/** Every import in `src` but those of the chat page's own scripts, which a browser loads; read once for the process. */
export function importGraph(): Promise<readonly Arrow[]> {
  graph ??= readImports();
  return graph;
}

async function readImports(): Promise<readonly Arrow[]> {
  // It is an ES module alone, which the one module of a run's tests can't require.
  const { cruise } = await import('dependency-cruiser');
  const { output } = await cruise(['src'], {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'src/sandbox/page/web' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  });
  // Sound: without an output type, the result is the object and no text.
  return (output as ICruiseResult).modules.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved, circular }) => ({ from: source, to: resolved, circular })),
  );
}
