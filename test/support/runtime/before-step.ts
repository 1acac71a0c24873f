import type { RequestStep } from '../../../src/requests/ports/store.ts';
import type { Company } from '../company/company.ts';

/**
 * Runs something whole after what a step goes by was read, and before the step is stored: what another instance may do
 * at that moment. Once, at the first such step of the company's first instance.
 * @param what an event that it records, or a key of what it remembers
 * @returns whether it came to that
 */
export function beforeStepOf(company: Company, what: string, run: () => Promise<unknown>): () => boolean {
  const { store } = company.services;
  const commit = store.commit.bind(store);
  let isRun = false;
  Object.assign(store, {
    commit: async (step: RequestStep) => {
      const names = [...step.audit.map(({ event }) => event), ...(step.facts ?? []).map(({ fact }) => fact.key)];
      const isIt = !isRun && names.includes(what);
      isRun ||= isIt;
      if (isIt) await run();
      return commit(step);
    },
  });
  return () => isRun;
}
