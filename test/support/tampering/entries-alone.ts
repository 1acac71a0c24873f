import type { AuditEntry } from '../../../src/requests/ports/audit-entry.ts';
import type { RecordSource } from '../../../src/store/audit/record-source.ts';

/** A record with nothing stored beside it. */
export function entriesAlone(entries: readonly AuditEntry[]): RecordSource {
  const nothing = async function* () {};
  return {
    entries: async function* () {
      yield* entries;
    },
    requests: nothing,
    terms: async () => [],
    tasks: nothing,
    held: async () => [],
    locks: async () => [],
    counters: async () => [],
    settings: async () => [],
    facts: async () => [],
    asked: nothing,
    messages: nothing,
    announcements: nothing,
    accounts: async () => [],
    devices: nothing,
    items: nothing,
    guards: async () => [],
  };
}
