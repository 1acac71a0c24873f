import assert from 'node:assert/strict';
import type { BearerCall } from '../../../../src/defender/public-api/bearer-call.ts';
import { createPageSize, readMachines } from '../../../../src/defender/public-api/machine-pages.ts';
import { AirlockError } from '../../../../src/shared/errors.ts';

/** A list with links goes on at this path. */
const LINK = '/api/machines?after=';

type Answer = Awaited<ReturnType<BearerCall>>;

const OK = { status: 200, headers: new Headers() };

function ids(from: number, count: number, link?: string): Answer {
  const value = Array.from({ length: count }, (_, index) => ({ id: String(from + index) }));
  return { ...OK, body: { value, ...(link !== undefined && { '@odata.nextLink': link }) } };
}

const NONE: Answer = {
  ...OK,
  status: 404,
  body: undefined,
  none: new AirlockError('tenant-refused', 'There is none.'),
};

const fault = (details: object) => new AirlockError('tenant-unavailable', 'x', { details: { ...details } });

/** What is asked, of an API of this many devices that answers as the table says. */
function asking(script: (top: number, skip: number, path: string, call: number) => Answer | AirlockError) {
  const asked: string[] = [];
  const call: BearerCall = async (path) => {
    asked.push(path);
    const query = new URL(path, 'http://x').searchParams;
    const answer = script(Number(query.get('$top')), Number(query.get('$skip')), path, asked.length);
    if (answer instanceof AirlockError) throw answer;
    return answer;
  };
  return { asked, call };
}

/** An API with this many devices, with pages of at most so many. */
const holding = (all: number, largest = 10_000) =>
  asking((top, skip) => ids(skip, Math.max(0, Math.min(all - skip, top, largest))));

describe('a list of devices', () => {
  const whole = async ({ call }: ReturnType<typeof asking>) => {
    const { records, brokenOff } = await readMachines(call, createPageSize());
    return [records.length, brokenOff];
  };

  it('goes on by number where its first link leads nowhere, and breaks off where a later one does', async () => {
    const first = asking((top, skip) => ids(skip, Math.max(0, Math.min(300 - skip, top, 200)), ''));
    assert.deepEqual(await whole(first), [300, false]);
    const later = asking((_top, _skip, path) => (path.startsWith(LINK) ? ids(200, 50, '') : ids(0, 200, `${LINK}200`)));
    assert.deepEqual(await whole(later), [250, true]);
  });

  for (const [what, all, largest, calls] of [
    ['of one page', 42, 10_000, 2],
    ['of pages of an odd size', 300, 57, 7],
    ['without a device', 0, 10_000, 1],
    ['of exactly a page', 10_000, 10_000, 2],
    ['whose pages are smaller than asked for', 2_501, 1_000, 4],
    ['of a round number', 200, 10_000, 2],
  ] as const)
    it(`${what} is read to its end`, async () => {
      const api = holding(all, largest);
      assert.deepEqual(await whole(api), [all, false]);
      assert.equal(api.asked.length, calls);
    });

  it('follows links over empty pages, and not for ever', async () => {
    const some = asking((_top, _skip, _path, call) =>
      call === 3 ? ids(9, 1) : ids(call, call === 1 ? 1 : 0, `${LINK}${call}`),
    );
    assert.deepEqual(await whole(some), [2, false]);
    const endless = asking((_top, _skip, _path, call) => ids(0, 0, `${LINK}${call}`));
    assert.deepEqual(await whole(endless), [0, true]);
    assert.equal(endless.asked.length, 4);
  });

  for (const [what, api, calls] of [
    ['whose link leads to itself', asking(() => ids(0, 3, `${LINK}1`)), 2],
    ['whose links are new and bring the same', asking((_t, _s, _p, call) => ids(0, 3, `${LINK}${call}`)), 2],
    ['that gives its first page whatever is asked', asking(() => ids(0, 10_000)), 2],
    ['that gives a short first page whatever is asked', asking(() => ids(0, 20)), 2],
    ['that gives its only device whatever is asked', asking(() => ids(0, 1)), 2],
    ['that gives as many as are asked for, from the start', asking((top) => ids(0, Math.min(50, top))), 2],
  ] as const)
    it(`${what} is broken off`, async () => {
      const { records, brokenOff } = await readMachines(api.call, createPageSize());
      assert.equal(brokenOff, true);
      assert(records.length > 0);
      assert.equal(api.asked.length, calls);
    });

  it('is none where Defender says so, and broken off where it says so twice behind others', async () => {
    assert.deepEqual(await whole(asking(() => NONE)), [0, false]);
    const off = asking((_top, skip) => (skip === 0 ? ids(0, 10_000) : NONE));
    assert.deepEqual(await whole(off), [10_000, true]);
    assert.equal(off.asked.length, 3);
    const once = asking((_top, skip, _path, call) => (call === 2 ? NONE : ids(skip, Math.min(10_000, 10_007 - skip))));
    assert.deepEqual(await whole(once), [10_007, false]);
    assert.deepEqual(await whole(asking((_top, skip) => (skip === 0 ? ids(0, 300) : NONE))), [300, false]);
  });

  for (const [what, details] of [
    ['that does not come in time', { reason: 'timed-out' }],
    ['that a gateway does not get in time', { status: 504 }],
    ['that is too large', { reason: 'too-large' }],
  ] as const)
    it(`a page ${what} is asked for at half its size, twice at most`, async () => {
      const slow = asking((top, skip) =>
        top > 5_000 ? fault(details) : ids(skip, Math.max(0, Math.min(7_000 - skip, top))),
      );
      assert.deepEqual(await whole(slow), [7_000, false]);
      assert.deepEqual(slow.asked.slice(0, 2), ['/api/machines?$top=10000&$skip=0', '/api/machines?$top=5000&$skip=0']);
      const never = asking(() => fault(details));
      await assert.rejects(readMachines(never.call, createPageSize()), { code: 'tenant-unavailable' });
      assert.deepEqual(never.asked.at(-1), '/api/machines?$top=2500&$skip=0');
      assert.equal(never.asked.length, 3);
    });

  for (const [what, slowAbove, asked] of [
    ['once', 5_000, 2],
    ['twice', 2_500, 3],
    ['twice at most', 0, 3],
  ] as const)
    it(`begins anew with smaller pages where one behind a link is too slow, ${what}`, async () => {
      let size = 0;
      const linked = asking((top, _skip, path) => {
        if (!path.startsWith(LINK)) {
          size = top;
          return ids(0, 100, `${LINK}1`);
        }
        return size > slowAbove ? fault({ reason: 'timed-out' }) : ids(50, 101);
      });
      if (slowAbove > 0) assert.deepEqual(await whole(linked), [151, false]);
      else await assert.rejects(readMachines(linked.call, createPageSize()), { code: 'tenant-unavailable' });
      const first = linked.asked.filter((path) => !path.startsWith(LINK));
      assert.deepEqual(
        first,
        [10_000, 5_000, 2_500].slice(0, asked).map((top) => `/api/machines?$top=${top}&$skip=0`),
      );
    });

  /** An API whose list of 30 devices, in pages of ten, is another one when the second page is asked for. */
  const moving = (after: readonly number[]) =>
    asking((_top, skip, _path, call) => {
      const list = call === 1 ? Array.from({ length: 30 }, (_, at) => at) : after;
      return { ...OK, body: { value: list.slice(skip, skip + 10).map((id) => ({ id: String(id) })) } };
    });
  const from = (first: number) => Array.from({ length: 30 - first }, (_, at) => first + at);

  for (const [what, after, expected] of [
    ['has lost a device of the first page', [...from(0).filter((id) => id !== 3)], [30, false]],
    ['has got a device before', [99, ...from(0)], [30, false]],
    ['has lost the last device of the first page', from(0).filter((id) => id !== 9), [30, true]],
    ['is in another order', [...from(15), ...from(0).slice(0, 15)], [30, true]],
  ] as const)
    it(`that ${what} meanwhile loses none unseen`, async () => {
      const { records, brokenOff, moved } = await readMachines(moving(after).call, createPageSize());
      assert.deepEqual([records.length, brokenOff || moved], expected);
    });

  it('is asked for at the size that came the last time', async () => {
    const slow = asking((top, skip) => (top > 5_000 ? fault({ reason: 'timed-out' }) : ids(skip, 7 - skip)));
    const size = createPageSize();
    await readMachines(slow.call, size);
    await readMachines(slow.call, size);
    assert.equal(slow.asked.length, 5);
  });

  it('that meets a fault on a later page is no list', async () => {
    for (const error of [fault({ status: 404 }), fault({ reason: 'cut' })])
      await assert.rejects(
        readMachines(asking((_top, skip) => (skip === 0 ? ids(0, 10_000) : error)).call, createPageSize()),
        (thrown) => thrown === error,
      );
  });
});
