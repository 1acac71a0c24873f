/** Packages that only some folders may import, and why. */
export interface PackageHome {
  readonly packages: RegExp;
  readonly folders: readonly string[];
  readonly why: string;
}

export const PACKAGE_HOMES: readonly PackageHome[] = [
  {
    packages:
      /node_modules\/(botbuilder|botframework|@microsoft\/teams-ai|adaptivecards-templating|adaptive-expressions)/,
    folders: ['src/teams/'],
    why: 'The SDKs are past their end of life: they can be replaced in one room.',
  },
  {
    packages: /node_modules\/prom-client\//,
    folders: ['src/service/metrics.ts'],
    why: 'Who counts knows the Meter, not who collects.',
  },
  { packages: /node_modules\/(libsql|kysely|pg)\//, folders: ['src/store/'], why: 'SQL is spoken in one room.' },
  {
    packages: /node_modules\/@azure\//,
    folders: ['src/directory/', 'src/teams/bot/'],
    why: 'Credentials are made where a client is built.',
  },
];
