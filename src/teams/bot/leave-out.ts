import Module, { createRequire } from 'node:module';

/**
 * What the SDK loads for its dialogs and nothing of Airlock calls: recognisers of numbers, dates and choices in ten
 * languages, which are megabytes of memory and a part of each start (docs/facts/performance.md#memory). Empty modules
 * take their place before the SDK is loaded.
 */
export const UNUSED: Readonly<Record<string, object>> = {
  '@microsoft/recognizers-text-suite': { Culture: {} },
  '@microsoft/recognizers-text-choice': {},
  '@microsoft/recognizers-text-date-time': {},
  '@microsoft/recognizers-text-number': {},
  globalize: { load: () => undefined },
};

const fromHere = createRequire(import.meta.url);
const fromSdk = createRequire(fromHere.resolve('@microsoft/teams-ai'));
const fromDialogs = createRequire(fromSdk.resolve('botbuilder-dialogs'));

for (const [name, exports] of Object.entries(UNUSED)) {
  const file = fromDialogs.resolve(name);
  if (fromHere.cache[file]) continue;
  const empty = new Module(file);
  fromHere.cache[file] = Object.assign(empty, { filename: file, loaded: true, exports });
}
