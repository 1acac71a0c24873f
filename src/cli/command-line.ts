import { parseArgs } from 'node:util';
import { AirlockError } from '../shared/errors.ts';

export const USAGE = `Usage: npm run airlock -- <command>

  audit verify [--file PATH] [--key FILE] [--witness FILE] [--head HASH] [--log FILE]
                                             checks the record, and what is stored beside it; exits with 1 on a fault
  audit export [--file PATH] [--key FILE] [--witness FILE] [--head HASH] [--log FILE]
               [--format jsonl|csv|html] [--request N] [--from DATE] [--to DATE] [--out FILE]
                                             writes the record, or a part of it: JSON lines, a table, a page to print
  doctor                                     checks settings, store, permissions, people, session and clock; exits with 1 on a failure
  record-key [--out FILE]                    makes a key that signs the record; see RECORD_KEY_FILE
  record-seal [--file PATH] [--key FILE] [--head HASH]
                                             seals a record of a release that did not sign: prints its count and head, and with that head writes the seal
  record-clock --entry N [--file PATH] [--key FILE] [--reason TEXT]
                                             says in the record that a clock was put right before an entry that verify names; the service must be stopped
  backup FILE [--file PATH] [--key FILE]     copies the store into one file while the service runs, and verifies the copy; says how for PostgreSQL
  restore FILE [--file PATH] [--key FILE] [--with-faults DIGITS] [--reason TEXT]
                                             puts a backup in the place of the store, once it is verified; keeps what was there; the service must be stopped
  restored [--file PATH] [--key FILE] [--empty] [--ends-at N] [--reason TEXT]
                                             says in the record that the store was restored by another tool, that a record that was found broken goes on,
                                             or that the store is empty and Airlock begins anew
  migrate                                    makes the tables in PostgreSQL as their owner (DATABASE_OWNER_URL), and lets the service's role append to the record
  package [--out FILE]                       writes the app package for Teams from appPackage/ and the settings

  --file   the database; default: the one at DATABASE_URL, or else airlock.db, or else demo.db, in DATA_DIR (.airlock)
  --key    a file of the public keys that signed the record, in PEM, or of the private one; default: those of the settings, or else of the demo;
           restore, restored, record-seal and record-clock sign, and take the private one
  --witness   a file of checkpoints, which the record must hold; default: AUDIT_WITNESS_FILE, of which another file than the store of the
           settings, such as a backup of before, need not reach the last: what it lacks is told, and is no fault
  --head   a head noted earlier, which must still be in the record: shows a tail that was cut off; of record-seal: the head to seal
  --log    the service's own log, or - for standard input: the record must hold each entry and checkpoint that it tells of
  --request, --from, --to   one request by its number; days or moments in UTC, both included
  --with-faults   confirms the faults of the backup that its refusal named, all of which Airlock had found itself: the digits that it printed
  --ends-at   confirms that the store was restored where nothing else tells it: its last entry, as the refusal of restored printed it
  --reason  why the store was restored or the clock put right, as the record, verify and exports tell it
  --out    where the export, the package or the key is written; default: standard output, build/airlock.zip, record-key.pem
`;

const OPTIONS = {
  file: { type: 'string' },
  head: { type: 'string' },
  log: { type: 'string' },
  key: { type: 'string' },
  witness: { type: 'string' },
  out: { type: 'string' },
  format: { type: 'string' },
  request: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  empty: { type: 'boolean' },
  reason: { type: 'string' },
  'with-faults': { type: 'string' },
  'ends-at': { type: 'string' },
  entry: { type: 'string' },
  help: { type: 'boolean' },
} as const;

type Option = keyof typeof OPTIONS;

const VERIFYING = ['file', 'key', 'witness', 'head', 'log'] as const;

/** Which options each command takes. */
const TAKES = new Map<string, readonly Option[]>([
  ['audit verify', VERIFYING],
  ['audit export', [...VERIFYING, 'format', 'request', 'from', 'to', 'out']],
  ['doctor', []],
  ['record-key', ['out']],
  ['record-seal', ['file', 'key', 'head']],
  ['record-clock', ['file', 'key', 'entry', 'reason']],
  ['backup', ['file', 'key']],
  ['restore', ['file', 'key', 'with-faults', 'reason']],
  ['restored', ['file', 'key', 'empty', 'ends-at', 'reason']],
  ['migrate', []],
  ['package', ['out']],
]);

/** The commands that take a file by itself. */
const OF_A_FILE: readonly string[] = ['backup', 'restore'];

/** What was typed. `path` is empty where the command takes no file; an unknown command is told by its caller. */
export interface TypedCommand {
  readonly command: string;
  readonly path: string;
  readonly values: ReturnType<typeof parsed>['values'];
}

/**
 * Reads a command. An option that it does not take is refused, whatever another command takes: whoever typed it would
 * believe that it counted.
 * @throws AirlockError input-invalid; TypeError ERR_PARSE_ARGS_... where no command takes an option
 */
export function parseCommand(args: readonly string[]): TypedCommand {
  const { values, positionals } = parsed(args);
  const [verb = '', path, ...more] = positionals;
  const isOfFile = OF_A_FILE.includes(verb) && path !== undefined && more.length === 0;
  const command = isOfFile ? verb : positionals.join(' ');
  const takes = OF_A_FILE.includes(command) && !isOfFile ? undefined : TAKES.get(command);
  if (takes === undefined) return { command: '', path: '', values };
  const typed = Object.keys(values).filter((one) => one !== 'help');
  const odd = typed.find((one) => !takes.some((known) => known === one));
  if (odd !== undefined && !values.help)
    throw new AirlockError('input-invalid', `${command} takes no --${odd}. ${tellOf(takes)}`);
  return { command, path: isOfFile ? path : '', values };
}

function parsed(args: readonly string[]) {
  return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
}

function tellOf(takes: readonly Option[]): string {
  return takes.length === 0 ? 'It takes no option.' : `It takes ${takes.map((one) => `--${one}`).join(', ')}.`;
}
