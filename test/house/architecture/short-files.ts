/**
 * Why a file of a few lines stands alone although one other imports it: by its path, or by the folder where each file
 * is one of a kind.
 */
const REASONS: readonly { readonly at: RegExp; readonly why: string }[] = [
  { at: /^src\/(main|demo)\.ts$/, why: 'A process starts there; nothing imports it.' },
  { at: /^src\/from-source\.cjs$/, why: 'A process starts there; nothing imports it.' },
  { at: /^src\/teams\/actions\//, why: 'One file a verb, however short: a verb is found by its name.' },
  { at: /^src\/teams\/outside\//, why: 'One file a verb of the card of changes outside Airlock.' },
  { at: /^src\/sandbox\/graph\/hunting\/device-info\.ts$/, why: 'One file a table of advanced hunting.' },
  { at: /^src\/defender\/supported\/registry\.ts$/, why: 'The table that a new kind joins.' },
  { at: /^src\/requests\/messages\/state-catalogue\//, why: 'One file a family of rows.' },
  { at: /^src\/teams\/language\/supported\//, why: 'One file a kind of change, however short.' },
  { at: /^src\/teams\/language\/parse-sight\.ts$/, why: 'A command of its own, found by its name.' },
  {
    at: /^src\/teams\/language\/understand\/short-asks\.ts$/,
    why: 'What is read as a whole line, apart from the grammar.',
  },
  {
    at: /^src\/teams\/language\/tongues\/said-dates\.ts$/,
    why: 'How other languages write days, apart from their lines.',
  },
  { at: /^src\/teams\/routes\//, why: 'One file a kind of activity, however short.' },
  { at: /^src\/store\/audit\/told\/row-names\.ts$/, why: 'What older entries leave to the rows, for exports alone.' },
  { at: /^src\/cli\/doctor\/checks\//, why: 'One file a question of the doctor.' },
  { at: /^src\/shared\/language\/pseudo\.ts$/, why: 'Languages for tests, apart from those that people speak.' },
  { at: /^src\/teams\/bot\/leave-out\.ts$/, why: 'It has to run before the SDK is loaded.' },
  { at: /^src\/teams\/bot\/only-this-machine\.ts$/, why: 'Who may call the demo, read by itself.' },
  { at: /^src\/jobs\//, why: 'One file a job; each calls one use case.' },
  { at: /^src\/requests\/asking\/answer-question\.ts$/, why: 'Which question has which answer, in one place.' },
  { at: /^src\/requests\/(deciding|drafting|applying|notifying|forms)\//, why: 'One file a use case, however short.' },
  { at: /^src\/teams\/cards\/request\/telling-details\.ts$/, why: 'Who was told, apart from what is asked.' },
  { at: /^src\/teams\/delivery\/mentions\.ts$/, why: 'What Teams takes for a mention, read by itself.' },
  {
    at: /^src\/store\/queries\/posts\/older-words\.ts$/,
    why: 'What an earlier release left, apart from what goes on.',
  },
  { at: /^src\/store\/queries\/posts\/lost-copies\.ts$/, why: 'A question of its own about the same table.' },
  { at: /^src\/teams\/language\/understand\/short-asks\.ts$/, why: 'Questions too short for the grammar, together.' },
  { at: /^src\/requests\/rules\/may-read\.ts$/, why: 'One of the rights, found by its name.' },
  { at: /^src\/sandbox\/\w+\/[a-z-]+-routes\.ts$/, why: 'One file a surface that the sandbox serves.' },
  { at: /^src\/sandbox\/page\/create-page\.ts$/, why: 'It serves the folder beside it.' },
  { at: /^src\/sandbox\/connector\/connector-errors\.ts$/, why: 'How the Bot Connector words an error.' },
  { at: /^src\/service\/demo\/loopback-config\.ts$/, why: 'The tests start from it, too.' },
  { at: /^src\/service\/demo\/sandbox-session\.ts$/, why: 'The tests start from it, too.' },
  {
    at: /^src\/service\/keeping\/watched-store\.ts$/,
    why: 'What is logged of a broken record, beside what is counted.',
  },
  { at: /^src\/cli\/known-keys\.ts$/, why: 'Which keys may have signed a record, decided in one place.' },
  { at: /^src\/service\/ops-routes\.ts$/, why: 'What machines ask, beside the server that answers people.' },
  { at: /^src\/service\/keeping\/timed-store\.ts$/, why: 'One of the wraps of the store, as watched-store is.' },
  { at: /^src\/service\/keeping\/heartbeat\.ts$/, why: 'The tests of readiness beat by it, too.' },
  { at: /^src\/service\/start-service\.ts$/, why: 'A process starts there, beside the one of the demo.' },
  { at: /^src\/defender\/\w+\/\w+-connector\.ts$/, why: 'The row of one connector, however short.' },
  { at: /^src\/defender\/portal\/writes\/write-plans\.ts$/, why: 'The table that one more kind of change joins.' },
  { at: /^src\/defender\/portal\/writes\/others-changed\.ts$/, why: 'A rule of its own, tested alone.' },
  { at: /^src\/cli\/audit\/report\/report-style\.ts$/, why: 'How the page looks, apart from what it says.' },
  { at: /^src\/defender\/supported\/\w+\/[a-z-]+-kind\.ts$/, why: 'The row of one kind, however short.' },
  { at: /^src\/requests\/ports\/tenant-audit\.ts$/, why: 'What is asked of Microsoft, one file a question.' },
];

export function mayBeShort(path: string): boolean {
  return REASONS.some(({ at }) => at.test(path));
}
