import assert from 'node:assert/strict';
import type { Company, CompanyOptions } from '../company/company.ts';
import { actionOf, type TeamsMessage } from '../company/fake-teams.ts';

const HOUR = 3_600_000;
const WRITE = { surface: 'portal', method: 'POST', path: 'SaveAdvancedFeaturesSetting', times: 1 } as const;

/** How a request comes to wait for work of a kind, and where that work leads. */
export interface Waits {
  readonly options?: CompanyOptions;
  readonly text?: string;
  readonly begin: (company: Company, card: TeamsMessage) => Promise<void>;
  readonly goOn: (company: Company) => Promise<void>;
  readonly ends: RegExp;
  /** Ways to lose the work; all where absent. */
  readonly losses?: readonly Loss[];
}

export type Loss = keyof typeof LOSSES;

export const LOSSES = {
  'is removed': (kind: string) => `delete from tasks where kind = '${kind}'`,
  'is said to be done': (kind: string) => `update tasks set completed = 1 where kind = '${kind}'`,
};

async function approved(company: Company, card: TeamsMessage): Promise<void> {
  await company.approve('bob', card);
  await company.settle();
}

async function pass(company: Company, ms: number, steps = 1): Promise<void> {
  for (let step = 0; step < steps; step += 1) {
    company.clock.pass(ms);
    await company.settle();
  }
}

export const WAITS: Readonly<Record<string, Waits>> = {
  apply: {
    begin: (company, card) => company.approve('bob', card).then(() => undefined),
    goOn: (company) => pass(company, 1_000),
    ends: /^applied/,
  },
  reconcile: {
    begin: (company, card) => {
      company.sandbox.world.faults.push({ ...WRITE, kind: 'status', status: 500 });
      return approved(company, card);
    },
    goOn: (company) => pass(company, HOUR, 7),
    ends: /^failed not-written/,
  },
  verify: {
    options: { connector: 'guided' },
    text: 'enable automatically resolve alerts',
    begin: async (company, card) => {
      await approved(company, card);
      await company.invoke('grace', card, actionOf(card.card, 'attest') ?? assert.fail());
    },
    goOn: (company) => pass(company, 60_000),
    ends: /^applied attested/,
  },
  follow: {
    text: 'isolate LAP-HR-0001',
    begin: approved,
    goOn: (company) => pass(company, 300_000, 3),
    ends: /^applied written true/,
  },
  surface: {
    begin: async (company, card) => {
      company.sandbox.world.faults.push({ ...WRITE, kind: 'cut' });
      await approved(company, card);
      await pass(company, HOUR, 7);
      company.features().AutomatedIrEnabled = true;
    },
    goOn: (company) => pass(company, HOUR),
    ends: /^applied surfaced/,
    losses: ['is removed'],
  },
};
