import type { ActionRecord, Part } from '../../tenant-snapshot.ts';

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

const FAILED = ['Failed', 'TimeOut', 'Cancelled'];

/**
 * How a device stands by Defender's list of actions. Null where it is not known: the list may lack a later action or
 * holds none that tells, the outcome of a later one is not told, two of one moment leave it in two ways, or one that is
 * under way would leave it in another.
 * @param types the actions that tell of it, by their names on the wire
 */
export function standingOf(
  { found, lacks }: Part<ActionRecord>,
  deviceId: string,
  types: readonly string[],
): Standing | null {
  if (lacks !== null) return null;
  const ended = telling(found, deviceId, types);
  const left = ended.filter(({ createdAt }) => createdAt === ended[0]?.createdAt).map(leftBy);
  const [stands = null, ...others] = new Set(left);
  const isChanging = openActions({ found }, deviceId, types).some((one) => LEAVES[one.type]?.(one) !== stands);
  return others.length > 0 || isChanging ? null : stands;
}

/** The actions on a device that have not ended, the latest first. */
export function openActions(
  { found }: Pick<Part<ActionRecord>, 'found'>,
  deviceId: string,
  types: readonly string[],
): readonly ActionRecord[] {
  return found
    .filter((one) => one.deviceId === deviceId && types.includes(one.type) && isOpenAction(one))
    .sort((one, other) => other.createdAt - one.createdAt || one.id.localeCompare(other.id));
}

/**
 * The latest action that tells of a device, whether or not the list is whole; null for none. Of several of one moment
 * it is always the same.
 */
export function tellerOf(
  { found }: Part<ActionRecord>,
  deviceId: string,
  types: readonly string[],
): ActionRecord | null {
  return telling(found, deviceId, types)[0] ?? null;
}

/** What ended and did not fail, the latest first. */
function telling(found: readonly ActionRecord[], deviceId: string, types: readonly string[]): readonly ActionRecord[] {
  return found
    .filter((one) => one.deviceId === deviceId && types.includes(one.type))
    .filter((one) => !isOpenAction(one) && !FAILED.includes(one.status))
    .sort((one, other) => other.createdAt - one.createdAt || one.id.localeCompare(other.id));
}

function leftBy(record: ActionRecord): Standing | null {
  return record.status === 'Succeeded' ? (LEAVES[record.type]?.(record) ?? null) : null;
}
