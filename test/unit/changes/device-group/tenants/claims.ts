import assert from 'node:assert/strict';
import type { Machine, WireGroup, World } from '../../../../../src/sandbox/company/world.ts';
import { evaluateGroups } from '../../../../../src/sandbox/defender/evaluate-groups.ts';
import { groupOf } from '../../../../../src/sandbox/defender/group-of.ts';
import type { HabitName } from '../../../../../src/shared/played-tenants.ts';

/** What a tenant really holds, from the sandbox alone. */
export class Truth {
  readonly records: readonly Machine[];
  readonly #groups: readonly WireGroup[];
  readonly #where: ReadonlyMap<string, WireGroup>;
  readonly #reckoned: ReadonlyMap<string, number>;

  /**
   * @param subject the name of the group that the change is about
   * @param read the habit by which Airlock reads the numbers of operators here
   */
  constructor(
    world: World,
    readonly subject: string,
    read: HabitName,
  ) {
    this.records = world.machines;
    this.#groups = world.tenant.deviceGroups;
    this.#where = groupOf(world);
    const listed = world.machines.map(({ adDomain: _domain, dynamicTags: _tags, ...machine }): Machine => machine);
    this.#reckoned = evaluateGroups(listed, this.#groups, read);
  }

  /** How many records Defender reports in the group with this name. */
  reportedIn(name: string): number {
    return this.records.filter(({ id }) => nameOf(this.#where.get(id)) === name).length;
  }

  /** How many records Defender reports in groups with a rule that Airlock cannot read. */
  get inOpaque(): number {
    return this.records.filter(({ id }) => isOpaque(this.#where.get(id))).length;
  }

  /** The records on which report and rules can be compared: those of devices, in groups whose rule Airlock can read. */
  get comparable(): readonly Machine[] {
    const { records } = this;
    return records.filter(({ id, mergedIntoMachineId }) => !mergedIntoMachineId && !isOpaque(this.#where.get(id)));
  }

  /** On how many of those they agree, if rules are compared as Airlock assumes. */
  get agreeing(): number {
    return this.comparable.filter(
      ({ id }) => (this.#where.get(id)?.MachineGroupId ?? 0) === (this.#reckoned.get(id) ?? 0),
    ).length;
  }

  /**
   * Whether Defender reports devices in the group of the change, and the rules as Airlock assumes them give it others.
   * Not so where no device is reported in any group with a rule: that says nothing of rules.
   */
  get isSubjectElsewhere(): boolean {
    if (this.records.every(({ id }) => this.#where.get(id)?.IsUnassignedMachineGroup)) return false;
    const reported = this.records.filter(({ id }) => nameOf(this.#where.get(id)) === this.subject);
    const group = this.#groups.find((one) => nameOf(one) === this.subject);
    if (reported.length === 0 || group === undefined || isOpaque(group)) return false;
    return reported.every(({ id }) => this.#reckoned.get(id) !== group.MachineGroupId);
  }

  /** Of how many of these records Defender reports another group than the rules say as Airlock reads them. */
  elsewhere(ids: readonly string[]): number {
    return ids.filter((id) => this.#isElsewhere(id)).length;
  }

  #isElsewhere(id: string): boolean {
    return (this.#where.get(id)?.MachineGroupId ?? 0) !== (this.#reckoned.get(id) ?? 0);
  }

  /** Nobody can reckon where a device moves that is not where the rules put it. @throws AssertionError */
  assertKnown(id: string, from: string): void {
    assert(!this.#isElsewhere(id), `${id} is not where the rules put it, and is said to move`);
    const group = this.#where.get(id);
    const isNone = group === undefined || group.IsUnassignedMachineGroup;
    if (!isNone) assert.equal(from, nameOf(group), `where ${id} is`);
  }

  /** How many records are in this state. */
  inState(words: string): number {
    return this.records.filter((record) => stateOf(record) === words).length;
  }
}

function nameOf(group: WireGroup | undefined): string {
  if (group === undefined) return 'no group';
  return group.IsUnassignedMachineGroup ? 'Ungrouped devices' : group.Name;
}

/** Property 4 is the only one of the generated rules that Airlock cannot read. */
function isOpaque(group: WireGroup | undefined): boolean {
  return group?.GroupRules?.some(({ Property, PropertyValue }) => Property === 4 && PropertyValue !== '') ?? false;
}

function stateOf(record: Machine): string {
  if (record.mergedIntoMachineId !== undefined) return 'merged into another record';
  if (record.onboardingStatus !== 'Onboarded') return 'only discovered';
  if (record.isPotentialDuplication === true) return 'onboarded but maybe double';
  return record.healthStatus === 'Inactive' ? 'onboarded but inactive' : 'onboarded';
}

/** `reckoned`: the sentence claims no fact, and says so, by itself or under a heading that does. */
type Check = 'reckoned' | 'not known' | 'no tenant' | ((found: RegExpExecArray, truth: Truth) => void);

const count = String.raw`(\d+)(?: devices?)?`;
const group = '"?([^"]+?)"?';
const AS_READ = 'by the rules as Airlock reads them';

function equal(found: string | undefined, real: number, what: string): void {
  assert.equal(Number(found), real, what);
}

const states: Check = ([, words = ''], truth) => {
  for (const part of words.split(/, | and /)) {
    const [, number, state = ''] = /^(\d+) (.+)$/.exec(part) ?? [];
    equal(number, truth.inState(state.replace(' (active)', '')), `are ${state}`);
  }
};

/** Every sentence of a preview -> what it claims. A sentence without a row fails the test. */
const CLAIMS: readonly (readonly [RegExp, Check])[] = [
  [
    new RegExp(`^Defender reports ${count} in ${group}; ${AS_READ} \\d+(?:, \\d+ of them the same)?\\.(?<rest>.*)$`),
    ([, number, name = ''], truth) => equal(number, truth.reportedIn(name), `reported in ${name}`),
  ],
  [
    new RegExp(`^Defender's report agrees with the rules as Airlock reads them on (\\d+) of ${count}\\.$`),
    ([, part, all], truth) => {
      equal(all, truth.comparable.length, 'comparable');
      equal(part, truth.agreeing, 'agreeing');
    },
  ],
  [
    new RegExp(`: that fits (\\d+) of ${count} \\(reckoned\\)\\.$`),
    ([, , all], truth) => equal(all, truth.comparable.length, 'comparable'),
  ],
  [/^The list of devices holds (.+)\.$/, states],
  [/^Report and rules differ in \d+ more groups\.$/, 'reckoned'],
  [new RegExp(`^None of ${count} would move or get another remediation level \\(reckoned\\)\\.$`), ofAll],
  [new RegExp(`^\\d+ of ${count} would move \\(reckoned\\)\\.$`), ofAll],
  [new RegExp(`^\\d+ of ${count} would get another remediation level \\(reckoned\\)\\.$`), ofAll],
  [new RegExp(`^\\d+ of ${count} would move, and \\d+ would get another .* where they are \\(reckoned\\)\\.$`), ofAll],
  [/ → .+: \d+, (same|raised|lowered|unclear)$/, 'reckoned'],
  [/^This leaves .+ empty \(reckoned\)\.$/, 'reckoned'],
  [
    / would take \d+ devices? that .+ matches too \(reckoned\)(, and \d+ more groups? loses? devices so)?\.$/,
    'reckoned',
  ],
  [/^More automation on \d+ .+ \(reckoned\): less waits for approval there\.$/, 'reckoned'],
  [/^More automation (in|on devices of) .+, whose description seems to forbid that\.$/, 'reckoned'],
  [/^More automation in .+: less waits for approval there\.$/, 'reckoned'],
  [/^Everybody with portal access will see .+, which only named Entra groups see now\.$/, 'no tenant'],
  [/^.+ also matches \d+ devices? that a higher rank takes: .+\.$/, 'reckoned'],
  [/^And \d+ more (moves|groups) .+\.$/, 'reckoned'],
  [/^Left without any device: .+\.$/, 'reckoned'],
  [/^Reckoned by an assumption that no group here shows: .+\.$/, 'reckoned'],
  [/^The rank of a device group could not be read, .+ is not known\.$/, 'not known'],
  [/^Of these, .+; a level acts on onboarded devices alone\.$/, 'reckoned'],
  [/^Not evaluated: .+\.$/, 'not known'],
  [/^No device could be read: Defender lists none\.$/, (_found, truth) => assert.equal(truth.records.length, 0)],
  [/^Which devices (?:would|were to) move is not known: .+\.$/, 'not known'],
  [/^No device (?:would|was to) move: only rules and ranks move devices\.$/, 'no tenant'],
  [/^Whether \d+ of \d+ devices? would move is not known\.$/, 'not known'],
  [/^\d+ of \d+ devices? would move \(reckoned\), and \d+ more may\.$/, 'reckoned'],
  [/^\d+ more devices? match(es)? and (is|are) in groups whose rules or rank are not known: .+\.$/, 'not known'],
  [/^The preview is not exact: the rules of .+ are not known\./, 'not known'],
  [
    new RegExp(`^Defender reports (\\d+) of ${count} in this group now\\.$`),
    ([, part, all], truth) => {
      equal(all, truth.records.length, 'records');
      equal(part, truth.reportedIn(truth.subject), `reported in ${truth.subject}`);
    },
  ],
  [new RegExp(`^The conditions asked for match \\d+ of ${count} \\(reckoned\\); .+\\.$`), ofAll],
  [/^This (may lower|lowers) protection on \d+ devices? \((onboarded, )?reckoned\)[:,;.] ?.*$/, 'reckoned'],
  [/^It is not known whether this lowers protection: .+\.$/, 'not known'],
  [/^It cannot be told whether this lowers protection: no device could be read\.$/, 'not known'],
  [/^This may lower protection: which devices .+ holds is not known\.$/, 'not known'],
  [
    /^This (?:may lower|lowers) protection: the level of (?<name>.+) (?:falls|changes) from .+ to .+, and (?<held>.+)\.$/,
    ({ groups = {} }, truth) => {
      const { held = '' } = groups;
      if (/reckoned|not known|could be read/.test(held)) return;
      const [, number] = /^Defender reports (no|\d+) devices? there$/.exec(held) ?? assert.fail(held);
      equal(number === 'no' ? '0' : number, truth.reportedIn(truth.subject), `reported in ${truth.subject}`);
    },
  ],
  [/^Everybody with portal access will see \d+ devices? .+ \(reckoned\)\.$/, 'reckoned'],
  [
    /^The preview is not exact: Airlock cannot evaluate the rule of .+?\.(?: Defender reports (\d+) devices? there.*)?$/,
    ([, number = '0'], truth) => equal(number, truth.inOpaque, 'in groups that cannot be read'),
  ],
  [/^The list of devices names no domain: .+ \(reckoned\)\.$/, 'reckoned'],
  [/^The group is taken out of e-mail notification rules; /, 'no tenant'],
  [/^It takes several minutes, in some tenants hours, until devices follow/, 'no tenant'],
  [/^No Entra group is named, so everybody with portal access sees/, 'no tenant'],
  [/^Without automated response nothing is investigated there/, 'no tenant'],
  [/^The remediation level also governs automatic attack disruption/, 'no tenant'],
];

function ofAll([, all]: RegExpExecArray, truth: Truth): void {
  equal(all, truth.records.length, 'records');
}

/** The headline and the lines of a preview that a card shows. */
const SHOWN = 7;

/**
 * What a card that knows the rules may not leave out, and not below its last line either.
 * @throws AssertionError with what is missing
 */
export function checkCandour(sentences: readonly string[], truth: Truth): void {
  const shown = sentences.slice(0, SHOWN);
  const says = (words: string) => shown.some((sentence) => sentence.includes(words));
  const isFitted = says('that fits');
  if (truth.comparable.length > 0)
    assert(isFitted || says("Defender's report agrees"), 'how far report and rules agree');
  if (truth.records.some((record) => stateOf(record) !== 'onboarded'))
    assert(sentences.join().includes('The list of devices holds'), 'that not every record is of an onboarded device');
  if (truth.isSubjectElsewhere && !isFitted) assert(says('not evaluable'), `that ${truth.subject} is not evaluable`);
}

/** What the card of a tag claims besides. */
const TAG_CLAIMS: readonly RegExp[] = [
  /^Asset rules cannot be seen by any API: /,
  /^By Microsoft's page on tags, filters by a tag with parentheses or commas might not work\.$/,
  /^Which group the tag leads to is not known: the rules and ranks of all groups are not\.$/,
  /^\d+ of \d+ devices? would move to another group \(reckoned\)\.$/,
  /^\d+ devices? would be protected less in the group that the tag leads to\.$/,
  / → .+: \d+, (same|raised|lowered|unclear)$/,
];

const FITS = /: that fits (\d+) of (\d+) devices? \(reckoned\)\.$/;

/** The habits that a card may find out, by its words. */
const FOUND: Readonly<Partial<Record<HabitName, string>>> = {
  'whole-names': 'Names are compared whole here',
  'case-counts': 'Upper and lower case count here',
  'twin-os': 'Two names of the same operating system count as one here',
  'trimmed-tags': 'Blanks at the ends of tags do not count here',
};

/** By which habit a card reckons; null where it names another way, or several. */
export function habitTold(sentences: readonly string[], usual: HabitName): HabitName | null {
  const way = sentences.find((sentence) => FITS.test(sentence))?.replace(FITS, '');
  if (way === undefined) return usual;
  const found = Object.entries(FOUND).find(([, words]) => words === way)?.[0];
  // The cast is sound: these are the keys of FOUND.
  return usual === 'as-assumed' ? ((found as HabitName | undefined) ?? null) : null;
}

/** Checks the sentences of the card of a tag on these records. @throws AssertionError with the sentence */
export function checkTagClaims(sentences: readonly string[], truth: Truth, ids: readonly string[]): void {
  const of = /^Of (\d+) devices? Defender reports another group than the rules as Airlock reads them: /;
  const isReckoned = sentences.some((sentence) => sentence.includes('(reckoned)'));
  const told = sentences.flatMap((sentence) => of.exec(sentence)?.[1] ?? []);
  const fits = sentences.flatMap((sentence) => FITS.exec(sentence) ?? []);
  if (isReckoned) equal(told[0] ?? '0', truth.elsewhere(ids), 'reported elsewhere');
  if (fits.length > 0)
    assert.equal(fits.slice(1).join(' of '), `${truth.agreeing} of ${truth.comparable.length}`, 'how many it fits');
  for (const sentence of sentences)
    if (!of.test(sentence) && !FITS.test(sentence))
      assert(
        TAG_CLAIMS.some((form) => form.test(sentence)),
        `What does this claim, and how is it known? ${sentence}`,
      );
}

/** Checks what the sentences of one card claim. @throws AssertionError with the sentence */
export function checkClaims(sentences: readonly string[], truth: Truth): void {
  const isReckoned = sentences.some((sentence) => sentence.includes('(reckoned)'));
  for (const sentence of sentences) {
    const [claim] = CLAIMS.flatMap(([form, check]) => {
      const found = form.exec(sentence);
      return found === null ? [] : [{ found, check }];
    });
    assert(claim, `What does this claim, and how is it known? ${sentence}`);
    if (claim.check === 'reckoned') assert(isReckoned, `Nothing says that this is reckoned: ${sentence}`);
    if (typeof claim.check === 'string') continue;
    try {
      claim.check(claim.found, truth);
    } catch (error) {
      throw new assert.AssertionError({ message: `${sentence}\n${error instanceof Error ? error.message : error}` });
    }
  }
}
