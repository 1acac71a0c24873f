import { createGraphDirectory } from '../../../src/directory/graph-directory.ts';
import type { Directory } from '../../../src/requests/ports/directory.ts';
import { GRAPH_SCOPE, type SandboxOnLoopback } from '../sandbox/wire/sandbox-on-loopback.ts';

/** The directory client on a sandbox's Graph; with a token that is none, Graph refuses every call. */
export function directoryOf(sandbox: SandboxOnLoopback, token?: string): Directory {
  return createGraphDirectory({
    baseUrl: sandbox.url,
    getToken: async () => token ?? sandbox.token(GRAPH_SCOPE),
    timeoutMs: 5_000,
    clock: { now: () => Date.now() },
  });
}
