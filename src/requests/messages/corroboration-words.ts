import type { Corroboration, Handover, Outcome } from '../record/request.ts';

/** What is known of how a request was applied. */
interface Applied {
  readonly handover: Handover | null;
  readonly outcome: Pick<Outcome, 'session'> | null;
}

/** Who said that it was applied, or whose session wrote it. */
interface SaidBy {
  /** A name for people. */
  readonly name: string;
  /** A session wrote it; else a person said so. */
  readonly isSession: boolean;
}

/** What is known of who applied a request without the audit log; null where nobody said so. */
function saidBy({ handover, outcome }: Applied): SaidBy | null {
  if (handover?.attested) return { name: handover.attested.by.name, isSession: false };
  return outcome?.session ? { name: outcome.session.name, isSession: true } : null;
}

/** Whom the log names, for people: the directory's name, else the name in the log. */
export function namedInLog({ by, name }: Pick<Corroboration, 'by' | 'name'>): string {
  return name ?? (by || 'somebody');
}

/** The name in the log, the person's own where the directory knows it, and from which address it was where given. */
function fullyNamed({ by, name }: Pick<Corroboration, 'by' | 'name'>, ip?: string): string {
  const known = [...(name === null ? [] : [by]), ...(ip === undefined ? [] : [`from ${ip}`])];
  return known.length === 0 ? by : `${name ?? by} (${known.join(', ')})`;
}

/** What the log says that nobody expected, a sentence each; none where all is as it was said. */
export function findingSentences(request: Applied, corroborated: Corroboration | undefined): readonly string[] {
  if (!corroborated) return [];
  const said = saidBy(request);
  const named = `Microsoft's audit log names ${fullyNamed(corroborated, corroborated.ip)}`;
  return corroborated.findings.map((finding) => {
    if (finding === 'not-identified') return unidentified(corroborated, said);
    if (finding === 'an-approver') return `${named}, who approved this change, as who applied it.`;
    if (finding === 'approvers-account')
      return `${named}, another account of somebody who approved this change, as who applied it.`;
    if (said === null) return `${named}.`;
    return said.isSession
      ? `The session of ${said.name} wrote it; ${named}.`
      : `${said.name} reported it as applied; ${named}.`;
  });
}

/** Nobody may take a name that the directory does not know for that of whoever was expected. */
function unidentified({ by }: Corroboration, said: SaidBy | null): string {
  const named = by === '' ? 'names nobody' : `names ${by}, whom the directory does not know`;
  const who = said === null ? 'somebody who approved this' : `${said.name}, or somebody who approved this`;
  return `Microsoft's audit log ${named}: it is not known whether that was ${who}.`;
}

/** One sentence for the record: when the log says that it was applied, and by whom. */
export function corroborationSentence(corroborated: Corroboration): string {
  const { at, by, findings } = corroborated;
  const what = findings.includes('another-person') ? 'The change is corroborated, and not who did it' : 'Corroborated';
  const who =
    by === '' ? 'names nobody' : `names ${fullyNamed(corroborated)}${corroborated.name === null ? UNKNOWN : ''}`;
  return `${what}: Microsoft's audit log ${who}, at ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
}

/** Of whom the log names. */
const UNKNOWN = ', who is not known in the directory';
