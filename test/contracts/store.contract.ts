import type { Store } from '../../src/store/store.ts';
import { backlogContract } from './store/backlog-contract.ts';
import { chainContract } from './store/chain-contract.ts';
import { devicesContract } from './store/devices-contract.ts';
import { formsContract } from './store/forms-contract.ts';
import { placesContract } from './store/places-contract.ts';
import { postsContract } from './store/posts-contract.ts';
import { pruneContract } from './store/prune-contract.ts';
import { racesContract } from './store/races-contract.ts';
import { requestsContract } from './store/requests-contract.ts';
import { settingsContract } from './store/settings-contract.ts';
import { tasksContract } from './store/tasks-contract.ts';
import { turnsContract } from './store/turns-contract.ts';

/** A place where stores keep things: any number of handles on the same data, as of several instances. */
export interface StorePlace {
  open(): Promise<Store>;
  /** Closes every handle and throws the data away. */
  discard(): Promise<void>;
}

/** What src/store/store.ts promises, sentence by sentence; every implementation passes it. */
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
