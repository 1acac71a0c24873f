import type { RequestStep } from '../../../src/requests/ports/store.ts';
import type { Company } from '../company/company.ts';

/**
 * Runs something whole after what a step goes by was read, and before the step is stored: what another instance may do
 * at that moment. Once, at the first step of the company's first instance that remembers this.
 * @returns whether it came to that
 */
export function beforeStepOf(company: Company, key: string, run: () => Promise<unknown>): () => boolean {
  const { store } = company.services;
  const commit = store.commit.bind(store);
  let isRun = false;
  Object.assign(store, {
    commit: async (step: RequestStep) => {
      const isIt = !isRun && step.facts?.some(({ fact }) => fact.key === key) === true;
      isRun ||= isIt;
      if (isIt) await run();
      return commit(step);
    },
  });
  return () => isRun;
}
