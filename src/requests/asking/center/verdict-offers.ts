import { typedName } from '../../../changes/device-group/words/names.ts';
import { type Sort, typeRow } from '../../../changes/supported/indicators/indicator-types.ts';
import { type SupportedKindName, switchedOff } from '../../../changes/supported/supported-kinds.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { CenterButton, DeviceAct } from '../../ports/defender-activity.ts';
import type { VERDICTS } from '../question.ts';
import { isOf } from './about-acts.ts';
import type { PickedButton } from './pick-scope.ts';
import type { SubjectValue, VerdictSubject } from './verdict-subject.ts';

export type Verdict = (typeof VERDICTS)[number];

interface Offered {
  readonly buttons: readonly CenterButton[];
  /** The button for which a scope and an end are to be chosen; null for none. */
  readonly pick: PickedButton | null;
  /** Why something is not offered. */
  readonly notes: readonly string[];
}

interface Step {
  readonly kind: SupportedKindName;
  readonly button: Extract<CenterButton, { readonly say: string }> | null;
  /** Present where the scope and the end are to be chosen first. */
  readonly pick?: PickedButton;
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

function because(verdict: string, { alert, values, devices }: VerdictSubject): string {
  const [first] = values;
  const what = alert ? `alert ${alert.id}` : first ? `${typed(first)}` : `what was found on ${devices[0]?.name}`;
  return ` because ${what} is a ${verdict}`;
}

/** For how many values of an alert a button each is offered. */
const OFFERED = 2;

/** As a command names it. */
function typed({ type, value }: SubjectValue): string {
  return `${typeRow(type).sort} ${value}`;
}

/** The titles of buttons: to allow it for a week, to allow it for as long as is chosen, and to block it. */
const TITLES: Readonly<Record<Sort, { readonly week: string; readonly allow: string; readonly block: string }>> = {
  file: { week: msg`Allow the file for 7 days`, allow: msg`Allow the file`, block: msg`Block the file` },
  certificate: {
    week: msg`Allow the certificate for 7 days`,
    allow: msg`Allow the certificate`,
    block: msg`Block the certificate`,
  },
  ip: {
    week: msg`Allow the IP address for 7 days`,
    allow: msg`Allow the IP address`,
    block: msg`Block the IP address`,
  },
  domain: { week: msg`Allow the domain for 7 days`, allow: msg`Allow the domain`, block: msg`Block the domain` },
  url: { week: msg`Allow the URL for 7 days`, allow: msg`Allow the URL`, block: msg`Block the URL` },
};

function titlesOf({ type }: SubjectValue) {
  return TITLES[typeRow(type).sort];
}

function forPositive(subject: VerdictSubject, acts: readonly DeviceAct[]): readonly Step[] {
  const { alert, values, devices } = subject;
  const why = because('false positive', subject);
  const [device] = devices;
  const scope = device?.group ? typedName(device.group) : null;
  return [
    ...(alert ? [step('alerts', t`Classify the alert`, `classify alert ${alert.id} as false positive${why}`)] : []),
    ...values.slice(0, OFFERED).map((value) => allowing(value, scope, why)),
    ...(device ? undoing(device.name, acts, why) : []),
    ...(device ? [step('antivirus-scan', t`Scan the device again`, `quick scan ${device.name}${why}`)] : []),
  ];
}

/** @param scope null where it is to be chosen */
function allowing(value: SubjectValue, scope: string | null, why: string): Step {
  const { week, allow } = titlesOf(value);
  const what = `allow ${typed(value)} on`;
  if (scope !== null) return step('indicators', say(week), `${what} ${scope} for 7 days${why}`);
  return { kind: 'indicators', button: null, pick: { title: say(allow), say: `${what} {scope} for {end}${why}` } };
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
  const { alert, values, devices } = subject;
  const why = because('false negative', subject);
  const [device] = devices;
  return [
    ...(alert
      ? [step('alerts', t`Classify as true positive`, `classify alert ${alert.id} as true positive (malware)${why}`)]
      : []),
    ...values.slice(0, OFFERED).map((value) => {
      const verb = typeRow(value.type).takes.includes('Block') ? 'block' : 'block and remediate';
      return step('indicators', say(titlesOf(value).block), `${verb} ${typed(value)}${why}`);
    }),
    ...(device ? [step('antivirus-scan', t`Scan the device`, `full scan ${device.name}${why}`)] : []),
    ...(device ? [step('response-actions', t`Isolate the device`, `isolate ${device.name}${why}`)] : []),
  ];
}

function step(kind: SupportedKindName, title: string, say: string): Step {
  return { kind, button: { title, say } };
}
