import type { LineWords } from '../line-words.ts';

const NETWORK = '(netz|netzwerk|internet)';
const BACK = '(wieder|zurück)';
const HARM = '(viren|malware|schadsoftware|bedrohungen|einen virus|ransomware)';
const HEALTH = '(sauber|infiziert|kompromittiert|befallen|verseucht|gehackt|sicher|virenfrei)';
const NOW = '[noch |gerade |jetzt |wieder ]';
const SHOW = '(zeige|zeig)[ mir| uns],?';

/** What people say of devices in other words than those of a command. */
export const GERMAN_DEVICE_LINES: LineWords['lines'] = [
  ['isolate {devices}', 'isolier {devices}'],
  ['isolate {devices}', `(häng|hänge) {devices} vom ${NETWORK} ab`],
  [
    'release {devices}',
    `(hol|hole|bring|bringe|lass|lasse|nimm|setz|setze) {devices} ${BACK} (ins|ans|in das|an das) ${NETWORK}`,
    `{devices} ${BACK} (ins|ans|in das|an das) ${NETWORK} (holen|bringen|lassen|nehmen)`,
  ],
  ['full scan {devices}', `(scanne|scann|prüfe|prüf|überprüfe|überprüf|untersuche) {devices} (auf|nach) ${HARM}`],
  ['full scan {devices}', `{devices} (auf|nach) ${HARM} (scannen|prüfen|überprüfen|untersuchen)`],
  ['tag {devices} with {tag}', '(tagge|tagg) {devices} als {tag}'],
  ['tag {devices} with {tag}', '(vergib|setz) [das |den ]tag {tag} (an|für|auf|bei) {devices}'],
  ['alerts on {device}', `ist [das gerät |der laptop |der rechner |der server ]{device} ${NOW}${HEALTH}`],
  [
    'false positive',
    '(das|dies|der alarm|die warnung) (war|ist) [nur ](ein fehlalarm|falscher alarm|ein falscher alarm)',
  ],
  ['which devices are in no group?', '(welche|wie viele) geräte (sind|stehen) in keiner (gruppe|gerätegruppe)'],
  ['which devices are isolated?', 'welche geräte sind in [der ](isolation|quarantäne)'],
  [
    'which devices are in group {group}?',
    '(welche|wie viele) geräte (sind|stehen|liegen) in [der ](gruppe|gerätegruppe) {group}',
    '(welche|wie viele) geräte (sind|stehen|liegen) in {group}',
  ],
  [
    'what did {name} do[ {period}]',
    'was hat {name} [{period} ](gemacht|getan)',
    `[${SHOW} ]was {name} [{period} ](gemacht|getan) hat`,
  ],
  [
    'false positive {value}',
    '(der|die|dieser|diese) (alarm|warnung|meldung|alert) (auf|bei|von|zu) {value} (war|ist) [nur ]ein fehlalarm',
  ],
  [
    'digest now',
    'was ist [heute ](neu|los)',
    "(was gibt's|was gibts|was gibt es)[ denn| sonst| heute] neues",
    "[guten morgen,? |moin,? |hallo,? |guten tag,? ](was gibt's|was gibts|was gibt es)[ denn| heute] neues",
  ],
  [
    'history of group {group}',
    'wer hat [zuletzt ][die ](gruppe|gerätegruppe) {group} [zuletzt ](gelöscht|erstellt|angelegt|umbenannt)',
    'wer hat {group} (gelöscht|angelegt|umbenannt)',
  ],
  ['pending', 'wartend[ in defender]', 'was wartet in defender'],
];
