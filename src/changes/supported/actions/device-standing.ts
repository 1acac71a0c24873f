import type { ActionRecord } from '../../tenant-snapshot.ts';

/**
 * How a device stands, by the latest of Defender's actions that succeeded on it. `restricted`: only apps that Microsoft
 * signed run.
 */
export type Standing = 'isolated' | 'isolated-selectively' | 'free' | 'restricted' | 'unrestricted';

/** What each action leaves behind once it succeeded, by its name on the wire. */
const LEAVES: Readonly<Record<string, (record: ActionRecord) => Standing>> = {
  Isolate: ({ scope }) => (scope === 'Selective' ? 'isolated-selectively' : 'isolated'),
  Unisolate: () => 'free',
  RestrictCodeExecution: () => 'restricted',
  UnrestrictCodeExecution: () => 'unrestricted',
};

const OPEN = ['Pending', 'InProgress'];

/** Whether an action has not ended. */
export function isOpenAction({ status }: Pick<ActionRecord, 'status'>): boolean {
  return OPEN.includes(status);
}

/**
 * How a device stands by Defender's list of actions; null where the list holds none that tells: that says nothing.
 * @param types the actions that tell of it, by their names on the wire
 */
export function standingOf(
  records: readonly ActionRecord[],
  deviceId: string,
  types: readonly string[],
): Standing | null {
  const told = records
    .filter((one) => one.deviceId === deviceId && types.includes(one.type) && one.status === 'Succeeded')
    .sort((one, other) => other.createdAt - one.createdAt);
  const [latest] = told;
  return latest ? (LEAVES[latest.type]?.(latest) ?? null) : null;
}
