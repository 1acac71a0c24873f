import { typedName } from '../../../changes/device-group/words/names.ts';
import { ANY } from '../../../changes/supported/actions/response-acts.ts';
import { fits } from '../../../changes/supported/actions/wanted-devices.ts';
import { type Sort, typeRow } from '../../../changes/supported/indicators/indicator-types.ts';
import { type SupportedKindName, switchedOff } from '../../../changes/supported/supported-kinds.ts';
import { msg, say, t } from '../../../shared/language/worded.ts';
import type { AlertFacts, CenterButton, DeviceAct } from '../../ports/defender-activity.ts';
import { REASON_MAX } from '../../record/digest.ts';
import type { VERDICTS } from '../question.ts';
import { howStands } from './about-standing.ts';
import { alsoByWords, type PickedButton } from './pick-scope.ts';
import { isBlocked } from './verdict-known.ts';
import type { SubjectDevice, SubjectValue, VerdictSubject } from './verdict-subject.ts';

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
  /** What is said beside it, or in its place. */
  readonly note?: string;
}

/**
 * What can be asked for, each as a request of its own with two people. Its reason carries the id of the alert, so
 * request and record tell of it; what became of each is written into the comments of the alert.
 * @param acts what was done on devices, the latest first
 */
export function offersFor(
  verdict: Verdict,
  subject: VerdictSubject,
  acts: readonly DeviceAct[],
  kinds: readonly SupportedKindName[],
): Offered {
  const steps = verdict === 'false-positive' ? forPositive(subject, acts) : forNegative(subject, acts);
  const off = [...new Set(steps.map(({ kind }) => kind))].filter((kind) => !kinds.includes(kind));
  const on = steps.filter(({ kind }) => kinds.includes(kind));
  const [pick = null, ...others] = on.flatMap((step) => step.pick ?? []);
  return {
    buttons: on.flatMap(({ button }) => button ?? []),
    pick,
    notes: [
      ...on.flatMap(({ note }) => note ?? []),
      ...others.map(alsoByWords),
      ...off.flatMap((kind) => [switchedOff(kind), ...(kind === 'alerts' ? [say(NO_COMMENT)] : [])]),
    ],
  };
}

function because(verdict: string, { alert, values, devices }: VerdictSubject): string {
  const [first] = values;
  const what = alert ? `alert ${alert.id}` : first ? `${typed(first)}` : `what was found on ${devices[0]?.typed}`;
  return ` because ${what} is a ${verdict}`;
}

/** For how many values of an alert a button each is offered. */
const OFFERED = 2;

/** As a command names it. */
function typed({ type, value }: SubjectValue): string {
  return `${typeRow(type).sort} ${/[,;]/u.test(value) ? `"${value}"` : value}`;
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

/** Whether the alert is classified so already, in the letters of either API: then there is nothing to ask for. */
function isClassified({ classification, determination }: AlertFacts, as: string, because: readonly string[]) {
  const isSame = (one: string | null, other: string) => one?.toLowerCase() === other.toLowerCase();
  return isSame(classification, as) && because.some((one) => isSame(determination, one));
}

function forPositive(subject: VerdictSubject, acts: readonly DeviceAct[]): readonly Step[] {
  const { alert, values, devices } = subject;
  const why = because('false positive', subject);
  const [device] = devices;
  const scope = device?.group ? typedName(device.group) : null;
  return [
    ...(alert ? closing(alert, decidedIn(why, subject)) : []),
    ...values.slice(0, OFFERED).map((value) => allowing(value, scope, why)),
    ...(device ? undoing(device, acts, why) : []),
    ...(device ? scanning(device, t`Scan the device again`, `quick scan ${device.typed}${why}`) : []),
  ];
}

/** Of a reason: what a command keeps free, so that a name that is typed otherwise still fits. */
const ROOM = 20;

/**
 * What was decided before goes into the reason, and with it into the comment of the alert: the last of it, as much as a
 * reason takes.
 */
function decidedIn(why: string, { decided = [] }: VerdictSubject): string {
  for (let first = 0; first < decided.length; first += 1) {
    const said = `${why}; decided: ${decided.slice(first).join('; ')}`;
    if (said.length <= REASON_MAX - ROOM) return said;
  }
  return why;
}

function closing(alert: AlertFacts, why: string): readonly Step[] {
  const so = isClassified(alert, 'falsePositive', ['notMalicious', 'clean']);
  const as = so ? '' : ' as false positive';
  return updating([
    ...(so ? [] : [step('alerts', t`Classify: not malicious`, `classify alert ${alert.id}${as}${why}`)]),
    ...(isResolved(alert) ? [] : [step('alerts', t`Resolve`, `resolve alert ${alert.id}${as}${why}`)]),
  ]);
}

function confirming(alert: AlertFacts, why: string): readonly Step[] {
  if (!isClassified(alert, 'truePositive', ['malware']))
    return updating([
      step('alerts', t`Classify: malware`, `classify alert ${alert.id} as true positive (malware)${why}`),
    ]);
  return updating(isResolved(alert) ? [] : [step('alerts', t`Resolve`, `resolve alert ${alert.id}${why}`)]);
}

function isResolved({ status }: AlertFacts): boolean {
  return status?.toLowerCase() === 'resolved';
}

/** The buttons that update the alert itself; without one, that is said. */
function updating(steps: readonly Step[]): readonly Step[] {
  if (steps.length > 0) return steps;
  return [{ kind: 'alerts', button: null, note: t`Of the alert nothing is left to classify or to resolve.` }];
}

const NO_COMMENT = msg`So nothing that is decided here stands in the alert's comments.`;

/** @param scope null where it is to be chosen */
function allowing(value: SubjectValue, scope: string | null, why: string): Step {
  const { week, allow } = titlesOf(value);
  const what = `allow ${typed(value)} on`;
  if (scope !== null) return step('indicators', say(week), `${what} ${scope} for 7 days${why}`);
  return { kind: 'indicators', button: null, pick: { title: say(allow), say: `${what} {scope} for {end}${why}` } };
}

interface Undoing {
  readonly standing: 'isolated' | 'restricted';
  readonly verb: string;
  readonly title: string;
  /** Where no action tells how the device stands, and where the outcome of one is not told. */
  readonly none: string;
  readonly untold: string;
}

const IS_UNTOLD = msg`Whether it is isolated is not known: the outcome of an action is not told.`;

const UNDOINGS: readonly Undoing[] = [
  {
    standing: 'isolated',
    verb: 'release',
    title: msg`Release the device`,
    none: msg`No action of the last 30 days tells whether it is isolated.`,
    untold: IS_UNTOLD,
  },
  {
    standing: 'restricted',
    verb: 'lift',
    title: msg`Lift the restriction`,
    none: msg`No action of the last 30 days tells whether its apps are restricted.`,
    untold: msg`Whether its apps are restricted is not known: the outcome of an action is not told.`,
  },
];

/** By how the device stands, not by what was ordered last: that may have failed. What nobody knows is said. */
function undoing(known: SubjectDevice, acts: readonly DeviceAct[], why: string): readonly Step[] {
  const { typed: device } = known;
  const told = UNDOINGS.map((row) => ({ ...row, is: howStands(acts, known, row.standing) }));
  const none = told.filter(({ is }) => is === null || is === 'undone');
  const what = none.length === told.length ? [say(NONE_TELLS)] : none.map((row) => say(row.none));
  const [one = '', other] = none.map(({ verb }) => `${verb} ${device}`);
  const how =
    other === undefined
      ? t`To undo it all the same, write "${one}": the draft reads how it stands.`
      : t`To undo it all the same, write "${one}" or "${other}": the draft reads how it stands.`;
  return [
    ...told.flatMap(({ is, title, verb, untold }): readonly Step[] => {
      const offer = step('response-actions', say(title), `${verb} ${device}${why}`);
      if (is === 'so' || is === 'ordered') return [offer];
      return is === 'untold' ? [{ ...offer, note: say(untold) }] : [];
    }),
    ...what.map((words): Step => ({ kind: 'response-actions', button: null, note: `${words} ${how}` })),
  ];
}

const NONE_TELLS = msg`No action of the last 30 days tells whether it is isolated, or its apps restricted.`;

function forNegative(subject: VerdictSubject, acts: readonly DeviceAct[]): readonly Step[] {
  const { alert, values, devices } = subject;
  const why = because('false negative', subject);
  const [device] = devices;
  return [
    ...(alert ? confirming(alert, decidedIn(why, subject)) : []),
    ...values.slice(0, OFFERED).flatMap((value) => (isBlocked(value.stands) ? [] : [blocking(value, why)])),
    ...(device ? scanning(device, t`Scan the device`, `full scan ${device.typed}${why}`) : []),
    ...(device && isAble(device) ? [isolating(device, acts, why)] : []),
  ];
}

function blocking(value: SubjectValue, why: string): Step {
  const verb = typeRow(value.type).takes.includes('Block') ? 'block' : 'block and remediate';
  return step('indicators', say(titlesOf(value).block), `${verb} ${typed(value)}${why}`);
}

/** An isolation; in its place, that the device is isolated, or that it is ordered. */
function isolating(device: SubjectDevice, acts: readonly DeviceAct[], why: string): Step {
  const is = howStands(acts, device, 'isolated');
  const note = is === 'so' ? say(IS_ISOLATED) : is === 'ordered' ? say(IS_ORDERED) : null;
  if (note !== null) return { kind: 'response-actions', button: null, note };
  const offer = step('response-actions', t`Isolate the device`, `isolate ${device.typed}${why}`);
  return is === 'untold' ? { ...offer, note: say(IS_UNTOLD) } : offer;
}

const IS_ISOLATED = msg`By the actions of the last 30 days the device is isolated already.`;
const IS_ORDERED = msg`An isolation of the device is ordered already, and has not ended.`;

/** Whether Defender scans and isolates devices of its system on order, as far as that is told. */
function isAble({ os = '' }: SubjectDevice): boolean {
  return fits(os, ANY);
}

/** A scan; in its place, once, that Defender does nothing of the kind on such a device. */
function scanning(device: SubjectDevice, title: string, say: string): readonly Step[] {
  if (isAble(device)) return [step('antivirus-scan', title, say)];
  const note = t`Defender neither scans nor isolates this device on order: its system is ${device.os}.`;
  return [{ kind: 'antivirus-scan', button: null, note }];
}

function step(kind: SupportedKindName, title: string, say: string): Step {
  return { kind, button: { title, say } };
}
