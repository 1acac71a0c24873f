import type { Random } from '../../support/generated/random.ts';

/** What the nemesis does, drawn before the run begins. Times are ms since its start, lengths in ms. */
export interface Blow {
  readonly at: number;
  readonly kind: BlowKind;
  /** Which process it strikes. */
  readonly place: number;
  readonly lasts: number;
  /** From 0 to 1, for what else is to be chosen. */
  readonly choice: number;
}

/** How often each comes, beside the others. */
const WEIGHTS = {
  kill: 9,
  'kill-all': 1,
  freeze: 6,
  terminate: 3,
  teams: 6,
  defender: 6,
  directory: 3,
  role: 3,
  settings: 1,
  outside: 2,
  session: 1,
  'database-crash': 2,
  'line-cut': 3,
  'line-silent': 2,
  'database-lock': 3,
} as const;

export type BlowKind = keyof typeof WEIGHTS;

/** Only where the database is a server, or a file. */
const OF_A_SERVER: readonly BlowKind[] = ['database-crash', 'line-cut', 'line-silent'];
const OF_A_FILE: readonly BlowKind[] = ['database-lock'];

/** Draws the blows of a run; the same seed gives the same ones. */
export function planBlows(
  random: Random,
  run: { readonly ms: number; readonly instances: number; readonly hasServer: boolean },
): readonly Blow[] {
  const kinds = Object.keys(WEIGHTS) as BlowKind[];
  const drawn = kinds.filter((kind) => !(run.hasServer ? OF_A_FILE : OF_A_SERVER).includes(kind));
  const urn = drawn.flatMap((kind) => Array.from({ length: WEIGHTS[kind] }, () => kind));
  const blows: Blow[] = [];
  for (let at = 2_000; at < run.ms; at += 3_000 + random.below(6_000)) {
    const kind = random.pick(urn);
    const place = random.below(run.instances);
    blows.push({ at, kind, place, lasts: 500 + random.below(7_500), choice: random.fraction() });
  }
  return blows;
}

/** A fault of the sandbox's, as its control takes it. */
export type WorldFault = Readonly<Record<string, unknown>>;

const TEAMS: readonly WorldFault[] = [
  { surface: 'connector', kind: 'status', status: 502, times: 6 },
  { surface: 'connector', kind: 'status', status: 429, retryAfter: 2, times: 6 },
  { surface: 'connector', kind: 'status', status: 403, times: 2 },
  { surface: 'connector', kind: 'status', status: 404, times: 2, method: 'PUT' },
  { surface: 'connector', kind: 'cut', times: 4 },
  { surface: 'connector', kind: 'cut-after', times: 3 },
  { surface: 'connector', kind: 'latency', ms: 1_500, times: 10 },
];

const DEFENDER: readonly WorldFault[] = ['portal', 'mde'].flatMap((surface) => [
  { surface, kind: 'status', status: 503, times: 4 },
  { surface, kind: 'status', status: 429, retryAfter: 2, times: 3 },
  { surface, kind: 'cut', times: 2 },
  { surface, kind: 'cut-after', method: 'POST', times: 1 },
  { surface, kind: 'latency', ms: 2_000, times: 6 },
  { surface, kind: 'truncated-json', method: 'GET', times: 2 },
  { surface, kind: 'hang', times: 1 },
]);

const DIRECTORY: readonly WorldFault[] = [
  { surface: 'graph', kind: 'status', status: 503, times: 5 },
  { surface: 'graph', kind: 'cut', times: 3 },
  { surface: 'graph', kind: 'latency', ms: 1_200, times: 10 },
  { surface: 'sign-in', kind: 'status', status: 503, times: 2 },
];

const FAULTS = { teams: TEAMS, defender: DEFENDER, directory: DIRECTORY } as const;

/** The fault that a blow orders. */
export function faultOf(kind: keyof typeof FAULTS, choice: number): WorldFault {
  const list = FAULTS[kind];
  return list[Math.floor(choice * list.length)] ?? { surface: 'graph', kind: 'cut', times: 1 };
}
