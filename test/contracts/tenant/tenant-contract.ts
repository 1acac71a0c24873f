import assert from 'node:assert/strict';
import type { Scope } from '../../../src/changes/tenant-snapshot.ts';
import type { Fault } from '../../../src/sandbox/company/world.ts';
import { applyingContract } from './applying-contract.ts';
import type { FaultRow } from './fault-rows.ts';
import { readingContract } from './reading-contract.ts';
import { type TenantPlace, tenantPlace } from './tenant-place.ts';
import { waits } from './waits.ts';

/** One service that a connector reads, and how its faults are told. */
export interface Surface {
  readonly name: string;
  readonly surface: Fault['surface'];
  readonly path: string;
  readonly scopes: readonly Scope[];
  readonly rows: Readonly<Record<string, FaultRow>>;
  /** False where another connector's run shows already what becomes of a request. */
  readonly walksRequests: boolean;
}

/** So short that a call which is never answered ends soon; whatever else it cuts off ends in the same words. */
const IMPATIENCE = 250;

/**
 * What src/requests/ports/tenant.ts promises. Every connector passes it, made as the service makes it, over HTTP
 * against the sandbox.
 * @param connector its name in the registry
 */
export function tenantContract(connector: string, surfaces: readonly Surface[]): void {
  describe(`the tenant promises (${connector})`, () => {
    let place: TenantPlace;
    beforeEach(async () => {
      place = await tenantPlace(connector);
    });
    afterEach(() => place.sandbox.close());

    readingContract(() => place);
    applyingContract(() => place);
    for (const surface of surfaces) {
      describe(`when ${surface.name} fails a reading`, () => {
        for (const [fault, row] of Object.entries(surface.rows)) {
          it(`${fault}: ${row.code}, "${row.says}"`, () => told(place, surface, row));
          if (!surface.walksRequests || !row.walksRequests) continue;
          it(`${fault}: an approved request is ${row.state}, and its card says so`, () =>
            waits(connector, surface, row));
        }
      });
    }
  });
}

async function told(place: TenantPlace, { surface, path, scopes }: Surface, row: FaultRow): Promise<void> {
  const tenant = place.connect(row.strike.kind === 'hang' ? IMPATIENCE : undefined);
  place.sandbox.world.faults.push({ ...row.strike, surface, path });
  const details = row.again === undefined ? {} : { retryAt: place.clock.now() + row.again };
  await assert.rejects(tenant.read(scopes), (error: Error & { code?: string; details?: { retryAt?: number } }) => {
    assert.equal(error.code, row.code, error.message);
    assert.equal(error.message, row.says);
    assert.equal(error.details?.retryAt, 'retryAt' in details ? details.retryAt : undefined);
    return true;
  });
}
