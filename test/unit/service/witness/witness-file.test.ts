import assert from 'node:assert/strict';
import { appendFile, mkdir, open as openFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mock } from 'node:test';
import { readDemoConfig } from '../../../../src/service/config/read-config.ts';
import { loopbackConfig } from '../../../../src/service/demo/loopback-config.ts';
import { NotesRead } from '../../../../src/service/keeping/notes-read.ts';
import { openWitness } from '../../../../src/service/keeping/witness-file.ts';
import { notesIn, openNote, signedNote } from '../../../../src/store/record/checkpoint.ts';
import { newRecordKey, recordKeys } from '../../../../src/store/record/record-keys.ts';
import { quickFolder } from '../../../support/databases/quick-folder.ts';
import { TEST_KEYS } from '../../../support/runtime/record-keys.ts';
import { TENANT } from '../../../support/samples/ids.ts';

describe('the file of checkpoints', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await quickFolder('airlock-witness-');
    file = join(folder, 'checkpoints');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function note(
    count: number,
    { keys = TEST_KEYS, tenant = String(TENANT), head = String(count % 10).repeat(64) } = {},
  ): string {
    return signedNote(keys, { origin: `airlock/${tenant}`, count, head });
  }

  const open = () => openWitness(file, TEST_KEYS.known, TENANT);

  it('knows nothing before there is one, and keeps each checkpoint once, in their order', async () => {
    const witness = await open();
    assert.equal(witness.known, null);
    for (const count of [5, 5, 7, 6]) await witness.add(note(count));
    const text = await readFile(file, 'utf8');
    assert.deepEqual(notesIn(text), [note(5), note(7)]);
    assert.deepEqual((await open()).known, { seq: 7, hash: '7'.repeat(64) });
  });

  for (const [lost, times] of [
    ['is appended once more where another instance wrote over it', 2],
    ['is refused where others go on writing over it', Number.POSITIVE_INFINITY],
  ] as const)
    it(`keeps each note, which ${lost}`, async () => {
      const witness = await open();
      await witness.add(note(5));
      const handle = await openFile(file, 'a');
      await handle.close();
      let tries = 0;
      const { appendFile: append } = Object.getPrototypeOf(handle);
      const losing = mock.method(
        Object.getPrototypeOf(handle),
        'appendFile',
        async function (this: object, text: string) {
          tries += 1;
          if (tries > times) await append.call(this, text);
        },
      );
      try {
        const added = witness.add(note(6));
        if (times === 2) await added;
        else await assert.rejects(added, { code: 'config-invalid', message: /another instance writes over/ });
      } finally {
        losing.mock.restore();
      }
      assert.deepEqual([tries, (await open()).known?.seq], times === 2 ? [3, 6] : [3, 5]);
    });

  it('skips a note that a crash or a full disk cut short, wherever, and goes on after it', async () => {
    const whole = Buffer.from(`\n${note(6)}`);
    for (let length = 1; length < whole.length; length += 6) {
      await writeFile(file, Buffer.concat([Buffer.from(note(5)), whole.subarray(0, length)]));
      const witness = await open();
      assert(Number(witness.known?.seq) <= 6, `after ${length} bytes`);
      await witness.add(note(7));
      await witness.add(note(8));
      assert.deepEqual([(await witness.noted()).head?.seq, (await open()).known?.seq], [8, 8]);
    }
  });

  it('checks the note that reaches furthest, and reads none twice, also behind what is no text', async () => {
    const many = Array.from({ length: 500 }, (_, index) => `\n${note(index + 1)}`).join('');
    await writeFile(file, Buffer.concat([Buffer.from([0xe2, 0x80, 0x0a]), Buffer.from(many)]));
    let checked = 0;
    const read = new NotesRead(file, (one) => {
      checked += 1;
      return openNote(one, TEST_KEYS.known);
    });
    const furthest = async () => (await read.furthest())?.count ?? null;
    assert.deepEqual([await furthest(), checked], [500, 1]);
    await appendFile(file, `\n${note(501)}`);
    assert.deepEqual([await furthest(), await furthest(), checked], [501, 501, 2]);
  });

  it('tells what another instance noted since, and what it named last where it cannot be read', async () => {
    const [witness, other] = [await open(), await open()];
    assert.deepEqual(await witness.noted(), { head: null, isCurrent: true });
    for (const count of [5, 7]) {
      await other.add(note(count));
      assert.equal((await witness.noted()).head?.seq, count);
    }
    const unseen = { head: { seq: 7, hash: '7'.repeat(64) }, isCurrent: false };
    assert.equal(await witness.blind(), null);
    await rm(file);
    assert.deepEqual(await witness.noted(), unseen);
    assert.equal(await witness.blind(), 'ENOENT');
    await mkdir(file);
    assert.deepEqual(await witness.noted(), unseen);
    await rm(file, { recursive: true });
    await writeFile(file, `\n${note(9, { keys: recordKeys(newRecordKey().privatePem) })}`);
    await assert.rejects(witness.noted(), {
      code: 'record-broken',
      message: /none of the known keys signed.*If a later one did.*set RECORD_KEY_FILE to the later one again/,
    });
  });

  it('is read on from where it was read to, each note checked once, and anew where it was begun anew', async () => {
    let checked = 0;
    const opens = (one: string) => {
      checked += 1;
      return openNote(one, TEST_KEYS.known);
    };
    const read = new NotesRead(file, opens);
    const furthest = async () => (await read.furthest())?.count ?? null;
    assert.equal(await furthest(), null);
    for (const count of [5, 7, 8]) {
      await appendFile(file, `\n${note(count)}`);
      assert.equal(await furthest(), count);
    }
    await appendFile(file, `\n${note(9).slice(0, -20)}`);
    assert.equal(await furthest(), 8);
    await appendFile(file, note(9).slice(-20));
    assert.deepEqual([await furthest(), await furthest()], [9, 9]);
    assert.equal(checked, 4);
    await appendFile(file, Buffer.from([0xff, 0xfe]));
    await appendFile(file, `\n${note(11)}`);
    await appendFile(file, `\n${note(12)}`);
    assert.equal(await furthest(), 12);
    await writeFile(file, [6, 4, 3, 2, 1].map((count) => `\n${note(count)}`).join(''));
    assert.equal(await furthest(), 6);
    await writeFile(file, `\n${note(2)}`);
    assert.equal(await furthest(), 2);
    await rm(file);
    assert.equal(await furthest(), null);
  });

  it('is no witness any more where it lacks a note that was read there, until it has it again', async () => {
    const [witness, other] = [await open(), await open()];
    for (const count of [5, 7]) await other.add(note(count));
    assert.equal((await witness.noted()).isCurrent, true);
    const whole = await readFile(file, 'utf8');
    const back = [whole.slice(0, whole.indexOf('airlock/', 9)), '', 'nonsense'];
    for (const text of [...back, `\n${note(8)}`]) {
      await writeFile(file, text);
      const { head, isCurrent } = await witness.noted();
      assert.deepEqual([(head?.seq ?? 0) >= 7, isCurrent], [true, false], text);
    }
    await writeFile(file, whole);
    assert.equal((await witness.noted()).isCurrent, true);
    await witness.beginAnew(note(3), 'then');
    assert.deepEqual(await witness.noted(), { head: { seq: 3, hash: '3'.repeat(64) }, isCurrent: true });
  });

  /** Writes a note where the file ended before its last one, as a network disk does of two that append at once. */
  async function writeOver(count: number): Promise<void> {
    const whole = await readFile(file);
    const handle = await openFile(file, 'r+');
    await handle.write(`\n${note(count)}`, whole.lastIndexOf('\nairlock/'));
    await handle.close();
  }

  for (const [by, then] of [
    [8, [5, 8]],
    [6, [5, 6, 7]],
  ] as const)
    it(`sees clearly again where another instance wrote its note of ${by} over one of 7 that was read back`, async () => {
      const [own, third] = [await open(), await open()];
      await own.add(note(5));
      await own.add(note(7));
      for (const one of [own, third]) assert.equal((await one.noted()).isCurrent, true);
      await writeOver(by);
      for (const one of [own, third]) {
        const { head, isCurrent } = await one.noted();
        assert.deepEqual([head?.seq, isCurrent], [Math.max(by, 7), true]);
      }
      const kept = notesIn(await readFile(file, 'utf8')).map((one) => Number(one.split('\n')[1]));
      assert.deepEqual(kept, then);
      await own.add(note(9));
      assert.equal((await third.noted()).isCurrent, true);
    });

  it('is no witness where a note was written over that another instance is to append again, until it did', async () => {
    const [own, third] = [await open(), await open()];
    await own.add(note(5));
    await own.add(note(7));
    for (const one of [own, third]) await one.noted();
    await writeOver(6);
    assert.deepEqual(await third.noted(), { head: { seq: 7, hash: '7'.repeat(64) }, isCurrent: false });
    await own.noted();
    assert.equal((await third.noted()).isCurrent, true);
  });

  it('is no witness where it made the file with its own first note, and that is gone before it looks', async () => {
    const witness = await open();
    assert.deepEqual(await witness.noted(), { head: null, isCurrent: true });
    await witness.add(note(5));
    await rm(file);
    assert.deepEqual(await witness.noted(), { head: { seq: 5, hash: '5'.repeat(64) }, isCurrent: false });
    await witness.add(note(6));
    assert.equal((await witness.noted()).isCurrent, false, 'its own next note makes no whole file of it');
  });

  it('is no witness where it was cut, and appends nothing then', async () => {
    const witness = await open();
    await witness.add(note(5));
    await witness.add(note(7));
    await witness.noted();
    const whole = await readFile(file, 'utf8');
    for (const text of [whole.slice(0, whole.lastIndexOf('\nairlock/')), `\n${note(4)}\n${note(8)}`, '']) {
      await writeFile(file, text);
      assert.equal((await witness.noted()).isCurrent, false, text);
      assert.equal(await readFile(file, 'utf8'), text);
    }
  });

  it('takes no checkpoint of as many entries with another head', async () => {
    const witness = await open();
    await witness.add(note(5));
    await assert.rejects(witness.add(note(5, { head: 'a'.repeat(64) })), { code: 'record-broken', message: /head/ });
    assert.deepEqual(notesIn(await readFile(file, 'utf8')), [note(5)]);
  });

  it('is refused where it holds something and no note, and goes on from the beginning of a first one', async () => {
    await writeFile(file, 'garbage');
    await assert.rejects(open(), { code: 'record-broken', message: /no checkpoint that can be read/ });
    for (const begun of ['\n', '\nair', `\n${note(6).slice(0, 70)}`]) {
      await writeFile(file, begun);
      const witness = await open();
      assert.equal(witness.isBlank, true);
      await witness.add(note(7));
      assert.equal((await open()).known?.seq, 7);
    }
  });

  it('is refused where it cannot be written, with what to do', async () => {
    const nowhere = join(folder, 'nodir', 'w');
    await assert.rejects(openWitness(nowhere, TEST_KEYS.known, TENANT), {
      code: 'config-invalid',
      message: /cannot be written \(ENOENT\)\. Make its folder/,
    });
    const witness = await open();
    await rm(folder, { recursive: true });
    await assert.rejects(witness.add(note(5)), { code: 'config-invalid', message: /cannot be written \(ENOENT\)/ });
  });

  it('passes over notes of other records', async () => {
    await writeFile(file, note(9, { tenant: '22222222-2222-4222-8222-222222222222' }));
    assert.equal((await open()).known, null);
  });

  it('refuses a note that a stranger signed, or that was altered', async () => {
    const stranger = recordKeys(newRecordKey().privatePem);
    for (const text of [note(9, { keys: stranger }), note(9).replace('\n9\n', '\n8\n')]) {
      await writeFile(file, text);
      await assert.rejects(open(), { code: 'record-broken' });
    }
  });

  it('keeps nothing where no file is named, and says when one cannot be read', async () => {
    const none = await openWitness(null, TEST_KEYS.known, TENANT);
    await none.add(note(5));
    assert.equal(none.known, null);
    await mkdir(file);
    await assert.rejects(open(), { code: 'config-invalid', message: /AUDIT_WITNESS_FILE/ });
  });

  it('holds notes as the form of them asks: text, an empty line, a dash, name and signature', () => {
    const [origin, count, head, empty, signature, ...rest] = note(12).split('\n');
    assert.deepEqual([origin, count, empty, rest], [`airlock/${TENANT}`, '12', '', ['']]);
    assert.equal(Buffer.from(head ?? '', 'base64').length, 32);
    assert.match(signature ?? '', new RegExp(`^\u2014 airlock/${TENANT} [A-Za-z0-9+/]+=$`));
    assert.equal(Buffer.from(signature?.split(' ')[2] ?? '', 'base64').length, 4 + 64);
    assert.equal(openNote(note(12), TEST_KEYS.known).count, 12);
  });

  it('is the demo’s, too, where the demo keeps its record', () => {
    const world = { url: 'http://127.0.0.1:1', tenantId: TENANT, app: { clientId: 'c', clientSecret: 's' } };
    const noted = (keep: string) => {
      const env = { AUDIT_WITNESS_FILE: '/w', DEMO_KEEP: keep };
      return loopbackConfig(world, readDemoConfig({ env, faults: [] }), TEST_KEYS).record.witnessFile;
    };
    assert.deepEqual(['1', 'fresh', '0'].map(noted), ['/w', '/w', null]);
  });
});
