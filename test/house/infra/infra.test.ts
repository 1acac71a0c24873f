import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readServiceConfig } from '../../../src/service/config/read-config.ts';
import { SETTINGS_TABLES } from '../../../src/service/config/settings/all-settings.ts';
import type { Setting } from '../../../src/shared/setting.ts';
import { testKeyPem } from '../../support/runtime/record-keys.ts';
import { type Bicep, readBicep } from './read-bicep.ts';

/** Words of the language and its functions that the templates use. */
const LANGUAGE =
  /^(targetScope|if|for|in|true|false|null|string|int|bool|object|array|existing|using|resourceGroup|subscription|subscriptionResourceId|uniqueString|guid|uriComponent|concat|empty|union|map|items|json|max|listKeys|description|secure|minLength|maxLength|minValue|allowed|setting)$/;
/** Settings whose text is a secret, or holds one. */
const SECRET = /SECRET$|^RECORD_KEY$/;
/** The address that the templates make: without a password, so no secret. */
const DATABASE = 'postgres://airlock-host@x.postgres.database.azure.com:5432/airlock?sslmode=verify-full';
const GUID = '33333333-3333-4333-8333-333333333333';

const FILES = ['infra/main.bicep', ...readdirSync('infra/modules').map((name) => join('infra/modules', name))];

describe('the templates for Azure', () => {
  const files = FILES.map(readBicep);
  const [main] = files;
  assert(main);
  const service = named('service');
  const app = service.text;
  const env = [...app.matchAll(/\{ name: '([A-Z_]+)', (value|secretRef): ([^}]+) \}/g)].map(
    ([, name = '', how, value = '']) => ({
      name,
      how,
      value,
    }),
  );

  function named(name: string): Bicep {
    const found = files.find(({ file }) => file.endsWith(`/${name}.bicep`));
    assert(found, name);
    return found;
  }

  for (const bicep of files)
    describe(bicep.file, () => {
      const declared = [
        ...bicep.params.map(({ name }) => name),
        ...bicep.vars,
        ...[...bicep.resources, ...bicep.modules].map(({ symbol }) => symbol),
      ];

      it('mentions nothing that it does not declare', () => {
        const unknown = [...bicep.mentioned].filter((word) => !declared.includes(word) && !LANGUAGE.test(word));
        assert.deepEqual(unknown, []);
      });

      it('declares nothing in vain, and nothing twice', () => {
        const needed = [...bicep.params.map(({ name }) => name), ...bicep.vars];
        assert.deepEqual(
          needed.filter((name) => !bicep.mentioned.has(name)),
          [],
        );
        assert.deepEqual(declared, [...new Set(declared)]);
      });

      it('pins each resource to a version that is no preview', () => {
        for (const { symbol, version } of bicep.resources) assert.match(version, /^\d{4}-\d\d-\d\d$/, symbol);
      });

      it('gives away no secret', () => {
        for (const { name } of bicep.params.filter(({ secure }) => secure))
          assert.doesNotMatch(bicep.text, new RegExp(`^output .*\\b${name}\\b`, 'm'));
        assert.doesNotMatch(bicep.text, /^output .*listKeys/m);
      });
    });

  it('give every module what it wants, and read from it what it has', () => {
    for (const { symbol, path, given } of main.modules) {
      const module = readBicep(join('infra', path));
      const names = module.params.map(({ name }) => name);
      assert.deepEqual(
        given.filter((name) => !names.includes(name)),
        [],
        `${symbol} is given too much`,
      );
      const required = module.params.filter((param) => param.required).map(({ name }) => name);
      assert.deepEqual(
        required.filter((name) => !given.includes(name)),
        [],
        `${symbol} misses something`,
      );
      for (const [, output = ''] of main.text.matchAll(new RegExp(`\\b${symbol}\\.outputs\\.(\\w+)`, 'g')))
        assert(module.outputs.includes(output), `${symbol} has no output ${output}`);
    }
    assert.deepEqual(
      [...new Set(main.modules.map(({ path }) => path))].sort(),
      readdirSync('infra/modules')
        .map((name) => `modules/${name}`)
        .sort(),
    );
  });

  describe('and the settings of the service', () => {
    const table: readonly Setting<unknown>[] = [
      ...Object.values(SETTINGS_TABLES['production settings']),
      ...Object.values(SETTINGS_TABLES['service settings']),
    ];
    const known = new Set<string>(table.map(({ variable }) => variable));

    it('set each one that is required', () => {
      const required = table.filter((setting) => setting.fallback === undefined && !setting.optional);
      assert.deepEqual(
        required.filter(({ variable }) => !env.some(({ name }) => name === variable)).map(({ variable }) => variable),
        [],
      );
    });

    it('set none that the service does not know', () => {
      const params = readFileSync('infra/main.bicepparam', 'utf8');
      const extra = [...params.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name = '']) => name);
      assert(extra.length > 0 && env.length > 5);
      assert.deepEqual(
        [...env.map(({ name }) => name), ...extra].filter((name) => !known.has(name)),
        [],
      );
    });

    it('hand over secrets by reference alone', () => {
      for (const { name, how } of env) assert.equal(how, SECRET.test(name) ? 'secretRef' : 'value', name);
      assert(env.some(({ how }) => how === 'secretRef'));
      for (const [, name] of app.matchAll(/secretRef: '([^']+)'/g))
        assert.match(app, new RegExp(`name: '${name}'\\s+keyVaultUrl:`));
    });

    /** Present only where changeKinds is set. */
    const WRITING = ['CHANGE_KINDS', 'WRITE_CREDENTIAL', 'WRITE_CLIENT_ID'];
    /** Present only where a share is named. */
    const SHARED = ['AUDIT_WITNESS_FILE'];

    function started(more: Record<string, string>) {
      const own = env.filter(({ name }) => !SHARED.includes(name));
      const used = own.filter(({ name }) => !WRITING.includes(name) || 'CHANGE_KINDS' in more);
      const values = used.map(({ name, value }) => {
        if (name === 'RECORD_KEY') return [name, testKeyPem('a')];
        if (value.startsWith("'")) return [name, value.slice(1, -1)];
        if (name === 'DATABASE_URL') return [name, DATABASE];
        const port = /^string\((\w+)\)$/.exec(value)?.[1];
        return [name, port ? (new RegExp(`var ${port} = (\\d+)`).exec(app)?.[1] ?? '') : GUID];
      });
      return readServiceConfig({ env: { ...Object.fromEntries(values), ...more }, faults: [] });
    }

    it('write by supported APIs only where that is asked for, as an identity of its own', () => {
      assert.equal(started({}).supported, null);
      const other = '55555555-5555-4555-8555-555555555555';
      const { supported } = started({ CHANGE_KINDS: 'device-tags', WRITE_CLIENT_ID: other });
      assert.deepEqual(supported, {
        kinds: ['device-tags'],
        credential: { kind: 'managed-identity', clientId: other },
      });
      assert.throws(() => started({ CHANGE_KINDS: 'device-tags' }), /the identity that reads must not write/);
      assert.match(main.text, /^resource writerIdentity '[^']+' = if \(!empty\(changeKinds\)\) \{/m);
      assert.match(app, /empty\(changeKinds\) \? \[\] : \[\s+\{ name: 'CHANGE_KINDS'/);
    });

    it('start the service as it would start', () => {
      const config = started({});
      assert.deepEqual([config.port, config.connector.kind, config.bot.appType], [3978, 'guided', 'UserAssignedMSI']);
      assert.deepEqual(config.ops, { host: '0.0.0.0', port: 3980 }, 'probes come from beside the container');
      assert.deepEqual(config.database, { url: DATABASE, clientId: GUID });
      assert.match(
        main.text,
        /databaseUrl: 'postgres:\/\/\$\{hostIdentity\.name\}@\$\{database\.outputs\.host\}:5432\/\$\{database\.outputs\.databaseName\}\?sslmode=verify-full'/,
      );
    });
  });

  it('let nobody in but Teams, by HTTPS, on one path of the bot’s port', () => {
    assert.match(app, /external: false\s+targetPort: port\s+transport: 'http'\s+allowInsecure: false/);
    assert.equal([...app.matchAll(/targetPort/g)].length, 1);
    const paths = [...app.matchAll(/match: \{\s+(\w+): '([^']+)'/g)].map(([, how, path]) => [how, path]);
    assert.deepEqual(paths, [['path', '/api/messages']], 'exactly this path, and no prefix');
    assert.match(app, /^output host string = route\.properties\.fqdn$/m);
    const bot = named('bot');
    assert.deepEqual(
      bot.resources.map(({ type }) => type),
      ['Microsoft.BotService/botServices', 'Microsoft.BotService/botServices/channels'],
    );
    assert.match(bot.text, /msaAppType: 'UserAssignedMSI'/);
    assert.match(bot.text, /name: 'MsTeamsChannel'/);
    assert.match(main.text, /endpoint: 'https:\/\/\$\{service\.outputs\.host\}\/api\/messages'/);
  });

  it('give nobody a password of the database, and the service no right of its owner', () => {
    const { text } = named('database');
    assert.match(text, /activeDirectoryAuth: 'Enabled'\s+passwordAuth: 'Disabled'/);
    assert.doesNotMatch(text, /administratorLogin|password: /);
    assert.match(main.text, /adminId: databaseAdminId/);
    assert.doesNotMatch(text, /ServicePrincipal/);
    assert.doesNotMatch(files.map((file) => file.text).join(), /databasePassword/);
  });

  it('keep database, vault and, where its plan allows, registry off the public network', () => {
    assert.match(named('database').text, /delegatedSubnetResourceId: subnetId[\s\S]*publicNetworkAccess: 'Disabled'/);
    assert.match(named('vault').text, /publicNetworkAccess: 'Disabled'\s+networkAcls: \{\s+bypass: 'None'/);
    assert.match(main.text, /^module registryEndpoint 'modules\/endpoint\.bicep' = if \(registryIsPremium\) \{/m);
    assert.match(main.text, /dependsOn: \[vaultEndpoint, registryEndpoint\]/);
  });

  it('take the image by its digest', () => {
    assert.match(main.text, /@minLength\(71\)\s+@maxLength\(71\)\s+param imageDigest string/);
    assert.match(main.text, /image: '\$\{imageName\}@\$\{imageDigest\}'/);
    assert.match(app, /image: '\$\{registry\.properties\.loginServer\}\/\$\{image\}'/);
  });

  it('always keep one replica, and ask the service how it is', () => {
    assert.match(main.text, /@minValue\(1\)\nparam minReplicas int = 1/);
    const source = readFileSync('src/service/ops-routes.ts', 'utf8');
    for (const [type, path] of [
      ['Startup', '/healthz'],
      ['Liveness', '/healthz'],
      ['Readiness', '/readyz'],
    ]) {
      assert.match(app, new RegExp(`type: '${type}'\\s+httpGet: \\{ path: '${path}', port: opsPort \\}`));
      assert(source.includes(`'${path}'`));
    }
  });

  it('run one instance, unless a share holds the checkpoints of all of them', () => {
    assert.match(main.text, /^param witnessStorage string = ''$/m);
    assert.match(
      app,
      /minReplicas: empty\(witnessStorage\) \? 1 : minReplicas\s+maxReplicas: empty\(witnessStorage\) \? 1 : max\(minReplicas, 3\)/,
    );
    const file = /empty\(witnessStorage\) \? \[\] : \[\s+\{ name: 'AUDIT_WITNESS_FILE', value: '([^']+)' \}/.exec(
      app,
    )?.[1];
    const mount =
      /volumeMounts: empty\(witnessStorage\) \? \[\] : \[\s+\{ volumeName: '(\w+)', mountPath: '([^']+)' \}/.exec(app);
    assert(file?.startsWith(`${mount?.[2]}/`), 'the file lies on the share');
    const volume = /volumes: empty\(witnessStorage\) \? \[\] : \[\s+\{([^}]+)\}/.exec(app)?.[1] ?? '';
    assert.match(volume, new RegExp(`name: '${mount?.[1]}'`));
    assert.match(volume, /storageType: 'AzureFile'\s+storageName: witnessStorage/);
    const options = /mountOptions: '([^']+)'/.exec(volume)?.[1]?.split(',') ?? [];
    const user = /^USER (\d+)/m.exec(readFileSync('Dockerfile', 'utf8'))?.[1];
    assert(user);
    for (const option of [`uid=${user}`, 'file_mode=0644', 'dir_mode=0755', 'actimeo=0'])
      assert(options.includes(option), option);
    const readme = readFileSync('infra/README.md', 'utf8');
    assert.match(readme, /one instance.*witnessStorage/is);
  });

  it('act as three identities, of which only one reads Graph and Defender, and a fourth where anything is written', () => {
    assert.equal(main.resources.filter(({ type }) => type.endsWith('/userAssignedIdentities')).length, 4);
    assert.match(main.text, /botClientId: botIdentity\.properties\.clientId/);
    assert.match(main.text, /readerClientId: readerIdentity\.properties\.clientId/);
    assert.doesNotMatch(
      files.map(({ text }) => text).join(),
      /AZURE_/,
      'the SDK would take them for its own (docs/facts/teams.md#credentials)',
    );
  });

  it('are told about in infra/README.md, which names files that exist', () => {
    const text = readFileSync('infra/README.md', 'utf8');
    for (const [path] of text.matchAll(/\b(?:infra|test)\/[\w./-]*\w/g)) assert(existsSync(path), path);
    for (const name of main.outputs) assert(text.includes(name), name);
    assert.match(text, /identities of one process/);
  });
});
