import type { LineWords } from '../line-words.ts';

const SCAN =
  '(vollscan|vollständigen scan|vollständiger scan|vollständige überprüfung|virenscan|antivirenscan|antivirus-scan|scan)';
const QUICK = '(schnellscan|schnellüberprüfung|schnelle überprüfung|schnellen scan|schneller scan)';
const APP = '[die ](app-ausführung|anwendungsausführung) (auf|von)';
const LIMITS = '[die ](einschränkung|einschränkungen|beschränkung|app-einschränkung) (von|auf|für)';
const OFF = '(vom|aus dem) (netz|netzwerk|internet)';
const ONLINE = '(online|ans netz|ins netz|ins netzwerk)';
const BLOCKED = '(blockliste|blockierliste|sperrliste|blacklist)';
const ALLOWED = '(positivliste|zulassungsliste|whitelist|erlaubtliste)';
const IMPORT = '(importiere|importieren|import) [die |der ](indikatoren|iocs)';
const BLOCK = '(blockieren|blockiere|sperren|sperre)';
const ALLOW = '(zulassen|erlauben|erlaube)';

/** How people call an alert, in the singular and in the plural. */
export const ALERT = '[die |der |den ](warnung|warnungen|alarm|alarme|alert|alerts)';

/** Whole lines of German that ask for what a supported API writes: acts on devices, scans, tags, indicators, alerts. */
export const GERMAN_ACTS: LineWords['lines'] = [
  ['isolate {devices} selectively', 'isoliere {devices} selektiv', 'isoliere selektiv {devices}'],
  ['isolate {devices} selectively', '{devices} selektiv isolieren'],
  ['isolate {devices}', 'isoliere {devices}', 'isolieren {devices}', '{devices} isolieren'],
  [
    'isolate {devices}',
    `(nimm|nehme|nehmt|trenne|trenn|hole|hol|kappe) {devices} ${OFF}`,
    `{devices} ${OFF} (nehmen|trennen|holen)`,
  ],
  ['release {devices}', `(bring|bringe|nimm|nehme|hole|hol) {devices} (wieder|zurück) ${ONLINE}`],
  ['release {devices}', `{devices} (wieder|zurück) ${ONLINE} (bringen|nehmen|holen)`],
  ['release {devices}', '(verbinde|verbinden) {devices} wieder[ mit dem (netz|netzwerk|internet)]'],
  [
    'release {devices}',
    'entlasse {devices}[ aus der isolation]',
    '{devices} aus der isolation (entlassen|nehmen|holen|befreien|lösen)',
    '(nimm|hole|hol|befreie|löse) {devices} aus der isolation',
    'hebe [die ]isolation (von|für|auf) {devices} auf',
    '[die ]isolation (von|für|auf) {devices} (aufheben|beenden)',
    'beende [die ]isolation (von|für|auf) {devices}',
    'gib {devices} frei',
    '{devices} freigeben',
  ],
  ['restrict {devices}', `schränke [${APP} ]{devices} ein`, `${APP} {devices} (einschränken|beschränken)`],
  ['restrict {devices}', `beschränke [${APP} ]{devices}`],
  ['lift {devices}', `hebe ${LIMITS} {devices} auf`, `${LIMITS} {devices} aufheben`],
  ['quick scan {devices}', `[starte ][einen |eine ]${QUICK} (auf|von|für) {devices}[ starten| durchführen]`],
  ['quick scan {devices}', `(mach|mache|führe) [einen |eine ]${QUICK} (auf|von|für) {devices}[ durch]`],
  ['full scan {devices}', `(mach|mache|führe) [einen |eine ]${SCAN} (auf|von|für) {devices}[ durch]`],
  ['full scan {devices}', '(prüfe|überprüfe|untersuche) {devices} auf (viren|schadsoftware|malware)'],
  ['quick scan {devices}', '(scanne|überprüfe) {devices} schnell'],
  ['full scan {devices}', `[starte ][einen |eine ]${SCAN} (auf|von|für) {devices}[ starten| durchführen]`],
  ['full scan {devices}', 'scanne {devices}[ vollständig]', '{devices} [vollständig ]scannen'],
  [
    'tag {devices} with {tag}',
    '(tagge|markiere|versieh|versehe) {devices} mit [dem tag |tag ]{tag}',
    '{devices} mit [dem tag |tag ]{tag} (taggen|markieren|versehen)',
    'füge [den |das ]tag {tag} zu {devices} hinzu',
    '(gib|gebt) {devices} [den |das |ein |einen ]tag {tag}',
    'setze [den |das ]tag {tag} auf {devices}',
    '[den |das ]tag {tag} auf {devices} setzen',
  ],
  [
    'remove tag {tag} from {devices}',
    'entferne [den |das ]tag {tag} (von|auf) {devices}',
    '[den |das ]tag {tag} von {devices} entfernen',
    'nimm [den |das ]tag {tag} von {devices}',
  ],

  ['block and remediate {indicator}', '(blockiere|sperre) und (bereinige|behebe) {indicator}'],
  ['block {value} {indicator}', `(setze|setz) [die |den |das ]{value} auf die ${BLOCKED} {indicator}`],
  ['block {value}', `(setze|setz) [die |den |das ]{value} auf die ${BLOCKED}`],
  ['allow {value} {indicator}', `(setze|setz) [die |den |das ]{value} auf die ${ALLOWED} {indicator}`],
  ['allow {value}', `(setze|setz) [die |den |das ]{value} auf die ${ALLOWED}`],
  ['block {indicator}', '(blockiere|blockieren|blocke|sperre|sperren) {indicator}'],
  ['block {indicator}', '{indicator} (blockieren|sperren)'],
  ['allow {indicator}', '(erlaube|erlauben|zulassen) {indicator}', '(lass|lasse) {indicator} zu'],
  ['allow {indicator}', '{indicator} (erlauben|zulassen)'],
  ['audit {indicator}', '(überwache|auditiere) {indicator}'],
  ['warn {indicator}', 'warne (vor|bei) {indicator}'],
  ['remove indicator {indicator}', '(entferne|lösche) [den ]indikator [für ]{indicator}'],
  ['remove indicator {indicator}', '[den ]indikator [für ]{indicator} (entfernen|löschen)'],
  ['classify alert {alerts} as {verdict}', `klassifiziere [${ALERT} ]{alerts} als {verdict}`],
  ['classify alert {alerts} as {verdict}', `[${ALERT} ]{alerts} als {verdict} klassifizieren`],
  ['resolve alert {alerts}', `(löse|schließe) ${ALERT} {alerts}[ auf]`, `${ALERT} {alerts} (schließen|auflösen)`],
  ['reopen alert {alerts}', `öffne ${ALERT} {alerts} (wieder|erneut)`],

  ['import indicators', `${IMPORT}`],
  ['import indicators: block', `${IMPORT}[:] ${BLOCK}`],
  ['import indicators: block {indicator}', `${IMPORT}[:] ${BLOCK} {indicator}`],
  ['import indicators: allow', `${IMPORT}[:] ${ALLOW}`],
  ['import indicators: allow {indicator}', `${IMPORT}[:] ${ALLOW} {indicator}`],
  ['import indicators: audit', `${IMPORT}[:] überwachen`],
  ['import indicators: audit {indicator}', `${IMPORT}[:] überwachen {indicator}`],
  ['import indicators: warn', `${IMPORT}[:] warnen`],
  ['import indicators: warn {indicator}', `${IMPORT}[:] warnen {indicator}`],
  ['import indicators: {indicator}', `${IMPORT}[:] {indicator}`],
];
