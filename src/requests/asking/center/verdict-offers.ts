import { typedName } from '../../../changes/device-group/words/names.ts';
import { type SupportedKindName, switchedOff } from '../../../changes/supported/supported-kinds.ts';
import { t } from '../../../shared/language/worded.ts';
import type { CenterButton, DeviceAct } from '../../ports/defender-activity.ts';
import type { VERDICTS } from '../question.ts';
import { isOf } from './about-acts.ts';
import type { VerdictSubject } from './verdict-subject.ts';

export type Verdict = (typeof VERDICTS)[number];

interface Offered {
  readonly buttons: readonly CenterButton[];
  /** What the button types for which a scope and an end are to be chosen, as `CenterPick` has it; null for none. */
  readonly pick: string | null;
  /** Why something is not offered. */
  readonly notes: readonly string[];
}

interface Step {
  readonly kind: SupportedKindName;
  readonly button: CenterButton | null;
  /** Present where the scope and the end are to be chosen first. */
  readonly pick?: string;
}

/**
 * What can be asked for, each as a request of its own with two people. Its reason carries the id of the alert, so
 * request, record and the comment in Defender tell of it.
 * @param acts what was done on devices, the latest first
 */
export function offersFor(
  verdict: Verdict,
  subject: VerdictSubject,
  acts: readonly DeviceAct[],
  kinds: readonly SupportedKindName[],
): Offered {
  const steps = verdict === 'false-positive' ? forPositive(subject, acts) : forNegative(subject);
  const off = [...new Set(steps.map(({ kind }) => kind))].filter((kind) => !kinds.includes(kind));
  const on = steps.filter(({ kind }) => kinds.includes(kind));
  return {
    buttons: on.flatMap(({ button }) => button ?? []),
    pick: on.flatMap(({ pick }) => pick ?? [])[0] ?? null,
    notes: off.map(switchedOff),
  };
}

function because(verdict: string, { alert, files, devices }: VerdictSubject): string {
  const what = alert
    ? `alert ${alert.id}`
    : files[0]
      ? `file ${files[0].value}`
      : `what was found on ${devices[0]?.name}`;
  return ` because ${what} is a ${verdict}`;
}

function forPositive(subject: VerdictSubject, acts: readonly DeviceAct[]): readonly Step[] {
  const { alert, files, devices } = subject;
  const why = because('false positive', subject);
  const [file] = files;
  const [device] = devices;
  const scope = device?.group ? typedName(device.group) : null;
  const allowed = file && scope ? `allow file ${file.value} on ${scope} for 7 days${why}` : null;
  const allow = step('indicators', t`Allow the file for 7 days`, allowed);
  return [
    ...(alert ? [step('alerts', t`Classify the alert`, `classify alert ${alert.id} as false positive${why}`)] : []),
    ...(file
      ? [allowed === null ? { ...allow, pick: `allow file ${file.value} on {scope} for {end}${why}` } : allow]
      : []),
    ...(device ? undoing(device.name, acts, why) : []),
    ...(device ? [step('antivirus-scan', t`Scan the device again`, `quick scan ${device.name}${why}`)] : []),
  ];
}

/** Only what the list of actions shows as done and not undone. */
function undoing(device: string, acts: readonly DeviceAct[], why: string): readonly Step[] {
  const last = (some: readonly string[]) => acts.find((act) => isOf(act, device) && some.includes(act.type));
  const isIsolated = last(['Isolate', 'Unisolate'])?.type === 'Isolate';
  const isRestricted = last(['RestrictCodeExecution', 'UnrestrictCodeExecution'])?.type === 'RestrictCodeExecution';
  return [
    ...(isIsolated ? [step('response-actions', t`Release the device`, `release ${device}${why}`)] : []),
    ...(isRestricted ? [step('response-actions', t`Lift the restriction`, `lift ${device}${why}`)] : []),
  ];
}

function forNegative(subject: VerdictSubject): readonly Step[] {
  const { alert, files, devices } = subject;
  const why = because('false negative', subject);
  const [file] = files;
  const [device] = devices;
  return [
    ...(alert
      ? [step('alerts', t`Classify as true positive`, `classify alert ${alert.id} as true positive (malware)${why}`)]
      : []),
    ...(file ? [step('indicators', t`Block the file`, `block file ${file.value}${why}`)] : []),
    ...(device ? [step('antivirus-scan', t`Scan the device`, `full scan ${device.name}${why}`)] : []),
    ...(device ? [step('response-actions', t`Isolate the device`, `isolate ${device.name}${why}`)] : []),
  ];
}

function step(kind: SupportedKindName, title: string, say: string | null): Step {
  return { kind, button: say === null ? null : { title, say } };
}
