import type { Store } from '../../../src/requests/ports/store.ts';
import { backlogContract } from './backlog-contract.ts';
import { chainContract } from './chain-contract.ts';
import { devicesContract } from './devices-contract.ts';
import { formsContract } from './forms-contract.ts';
import { postsContract } from './outbox-contract.ts';
import { placesContract } from './places-contract.ts';
import { pruneContract } from './prune-contract.ts';
import { racesContract } from './races-contract.ts';
import { turnsContract } from './replacements-contract.ts';
import { requestsContract } from './requests-contract.ts';
import { settingsContract } from './settings-contract.ts';
import { tasksContract } from './tasks-contract.ts';

/** A place where stores keep things: any number of handles on the same data, as of several instances. */
export interface StorePlace {
  open(): Promise<Store>;
  /** Closes every handle and throws the data away. */
  discard(): Promise<void>;
}

/** What src/requests/ports/store.ts promises, sentence by sentence; every implementation passes it. */
export function storeContract(name: string, place: () => Promise<StorePlace>): void {
  describe(`the store promises (${name})`, () => {
    requestsContract(place);
    tasksContract(place);
    postsContract(place);
    formsContract(place);
    turnsContract(place);
    devicesContract(place);
    placesContract(place);
    settingsContract(place);
    chainContract(place);
    pruneContract(place);
    racesContract(place);
    backlogContract(place);
  });
}
