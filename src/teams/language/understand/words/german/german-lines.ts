import type { LineWords } from '../line-words.ts';
import { ALERT, GERMAN_ACTS } from './german-acts.ts';
import { GERMAN_DEVICE_LINES } from './german-device-lines.ts';
import { GERMAN_ENDS, GERMAN_INSIDE } from './german-inside.ts';

const ASKED = '[antrag |anfrage |request |nr. |nr ]';
const SHOW = '(zeige|zeig|öffne)[ mir| uns]';
const DEVICE =
  '[das gerät |gerät |den laptop |laptop |den rechner |rechner |den computer |computer |den server |server ]';
const NOW = '[noch |gerade |aktuell |derzeit |schon |bereits ]';
/** The answer tells the whole scope, whichever group was named. */
const WHERE = '[(auf|in|für) {rest} ]';
const SEND = '(schick|schicke|sende|send) (mir|uns)';
const REMEDIATION =
  '[die |den ](bereinigung|bereinigungen|quarantäne|korrektur|korrekturen|ausstehende aktion|ausstehenden aktionen|ausstehende maßnahme|ausstehenden maßnahmen)';
const LATELY = '(heute|heute nacht|heute morgen|gestern|letzte nacht|kürzlich|zuletzt|diese woche|letzte woche)';

/**
 * Whole lines of German. Those that decide have the order of the English ones, or that of a separable verb, and hold no
 * other word.
 */
export const GERMAN_LINES: LineWords = {
  inside: GERMAN_INSIDE,
  ends: GERMAN_ENDS,
  lines: [
    ['approve {n}[ {digest}][ because {because}]', `(genehmige|genehmigen) ${ASKED}{n}[ {digest}][,? {weil}]`],
    ['reject {n}[ {reason}]', `(lehne|lehn) ${ASKED}{n} ab[{reason}]`, `ablehnen ${ASKED}{n}[{reason}]`],
    ['stop {n}[ {reason}]', `(stopp|stoppe|stoppen) ${ASKED}{n}[{reason}]`],
    ['withdraw {n}', `(ziehe|zieh) ${ASKED}{n} zurück`, `(zurückziehen|storniere|stornieren) ${ASKED}{n}`],
    ['discard all drafts', '(verwirf|verwerfe|verwerfen) alle [meine ]entwürfe', 'alle [meine ]entwürfe verwerfen'],
    ['discard {n}', '(verwirf|verwerfe|verwerfen) [den |meinen ][entwurf ]{n}', '[entwurf ]{n} verwerfen'],
    [
      'take back {n}',
      `nimm ${ASKED}{n} zurück`,
      `nimm [meine ]genehmigung [von |für |zu ]${ASKED}{n} zurück`,
      `widerrufe [meine ]genehmigung [von |für |zu ]${ASKED}{n}`,
      `[meine ]genehmigung [von |für |zu ]${ASKED}{n} (zurücknehmen|widerrufen)`,
    ],
    [
      'applied {n}[ {digest}]',
      `[ich habe ](angewendet|angewandt|umgesetzt) ${ASKED}{n}[ {digest}]`,
      `ich habe ${ASKED}{n}[ {digest}] (angewendet|angewandt|umgesetzt)`,
    ],
    ['adopt {n}', '(übernimm|übernehme|übernehmen) [die ][änderung ]{n}'],
    [
      'cancel scan {n}',
      `(stopp|stoppe) [den |die ](scan|scans) [von |aus |zu ]${ASKED}{n}`,
      `(brich|breche) [den |die ](scan|scans) [von |aus |zu ]${ASKED}{n} ab`,
      `(scan|scans) [von |aus |zu ]${ASKED}{n} abbrechen`,
    ],
    ['{feature} is on', '{feature} ist (an|ein)'],
    ['{feature} is off', '{feature} ist aus'],
    ['device group {group} is at {level}', '[die ]gerätegruppe {group} (ist|steht) auf {level}'],
    ['what I see of {feature}', 'was ich von {feature} sehe'],

    ['approve', 'genehmige', 'genehmigen'],
    ['reject', 'ablehnen', 'lehne ab'],
    ['withdraw', 'zurückziehen'],
    ['stop', 'stopp', 'stoppe'],
    ['devices', 'geräte', 'zeige [die ]geräte'],
    ['revert', 'rückgängig', 'rückgängig machen'],
    ['show {n}', `${SHOW} [den |die ]${ASKED}{n}`, '(antrag|anfrage) {n}', `wie weit ist ${ASKED}{n}`],
    [
      'show {n}',
      `(erinnere|erinner) [mich |uns |sie |ihn |alle |bitte |die genehmiger |die freigeber ][an ]${ASKED}{n}`,
    ],
    ['devices {n}[ page {page}]', `[zeige |zeig |zeige mir ][die ]geräte [von |aus |in ]${ASKED}{n}[ seite {page}]`],
    [
      'revert {n}',
      `rückgängig ${ASKED}{n}`,
      `(mach|mache) ${ASKED}{n} rückgängig`,
      `${ASKED}{n} rückgängig[ machen]`,
      `revidiere ${ASKED}{n}`,
    ],
    [
      'revert change {n}',
      '(mach|mache) [die ]änderung {n} rückgängig',
      '[die ]änderung {n} rückgängig[ machen]',
      'rückgängig änderung {n}',
    ],
    [
      'ask again {n}',
      `beantrage ${ASKED}{n} (erneut|nochmal|nochmals|noch einmal|noch mal|wieder)`,
      `${ASKED}{n} (erneut|nochmal|nochmals|noch einmal) beantragen`,
      `(erneut|nochmal|noch einmal) beantragen ${ASKED}{n}`,
    ],

    ['status', 'stand', 'übersicht', 'überblick', `${SHOW} [den |die ](status|stand|übersicht|gerätegruppen)`],
    ['status', 'gerätegruppen', 'statusübersicht', '(liste|liste alle) gerätegruppen[ auf]'],
    ['help', 'hilfe', 'hilf mir', 'hallo', 'guten tag', 'guten morgen', 'befehle', 'moin', 'servus'],
    ['ungrouped devices', '[die ](nicht gruppierte|nicht gruppierten|ungruppierte|ungruppierten) geräte'],
    ['home', 'start', 'startseite', 'meine seite', 'meine startseite', `${SHOW} [die |meine ](startseite|seite)`],
    ['my drafts', 'meine [offenen ]entwürfe', `${SHOW} meine [offenen ]entwürfe`, 'entwürfe'],
    [
      'mute',
      ...['stummschaltung (ein|an)', '(schalte|schalt) [die ]stummschaltung (ein|an)', 'stummschaltung einschalten'],
      ...['stumm', 'stummschalten', 'schalte mich stumm', 'stumm schalten', 'benachrichtigungen aus'],
    ],
    [
      'unmute',
      ...['stummschaltung aus', '(schalte|schalt) [die ]stummschaltung aus', 'stummschaltung (ausschalten|beenden)'],
      ...['stumm aus', 'stummschaltung aufheben', 'hebe [die ]stummschaltung auf', 'benachrichtigungen (ein|an)'],
    ],
    ['open requests', 'anträge', 'anfragen', '[alle ](offene|offenen) (anträge|anfragen)'],
    ['open requests', `${SHOW} [die |alle |alle offenen |die offenen |offene ](anträge|anfragen)`, 'was ist offen'],
    ['all requests', 'alle (anträge|anfragen)', 'verlauf', 'historie', `${SHOW} [den |die ](verlauf|historie)`],
    ['my requests', 'meine (anträge|anfragen)', `${SHOW} meine (anträge|anfragen)`],
    ['rejected requests', `[${SHOW} ][alle |die ](abgelehnte|abgelehnten) (anträge|anfragen)`],
    ['approved requests', `[${SHOW} ][alle |die ](genehmigte|genehmigten) (anträge|anfragen)`],
    ['applied requests', `[${SHOW} ][alle |die ](angewendete|angewendeten|umgesetzte|umgesetzten) (anträge|anfragen)`],
    ['withdrawn requests', `[${SHOW} ][alle |die ](zurückgezogene|zurückgezogenen) (anträge|anfragen)`],
    ['expired requests', `[${SHOW} ][alle |die ](abgelaufene|abgelaufenen|verfallene) (anträge|anfragen)`],
    [
      'history of group {group}[ {period}]',
      `[${SHOW} ][den ]verlauf (der|von) (gruppe|gerätegruppe) {group}[ {period}]`,
    ],
    ['history[ by {name}] {period}', `[${SHOW} ][den ]verlauf[ von {name}] {period}`],
    ['history by {name}', `[${SHOW} ][den ]verlauf von {name}`],
    ['what did {name} approve[ {period}]', 'was hat {name} [{period} ]genehmigt'],
    ['what did {name} reject[ {period}]', 'was hat {name} [{period} ]abgelehnt'],
    ['what did {name} request[ {period}]', 'was hat {name} [{period} ]beantragt'],
    ['what changed {period}', 'was (hat sich|wurde) {period} geändert', 'was ist {period} passiert'],
    ['outside changes', `[${SHOW} ][externe |die externen ]änderungen [außerhalb[ von airlock]]`, 'externe änderungen'],
    ['settle emergency {n}', '(erledige|erledigen) [den ]notfall {n}', '[den ]notfall {n} erledigen'],
    ['use this channel for approvals', '(nutze|verwende|benutze) diesen (kanal|chat|gruppenchat) für genehmigungen'],
    [
      'stop using this channel for approvals',
      '(nutze|verwende|benutze) diesen (kanal|chat|gruppenchat) nicht mehr für genehmigungen',
    ],

    ['digest daily', 'digest täglich', '(täglicher|täglichen) (digest|bericht)', '(tägliche|täglich) zusammenfassung'],
    ['digest daily', 'abonniere täglich', 'abonnieren', 'abonniere [den ][täglichen ]digest'],
    [
      'digest daily',
      `${SEND} [den ](digest|bericht) (täglich|jeden tag)`,
      `${SEND} (täglich|jeden tag) [den |einen ](digest|bericht)`,
    ],
    [
      'digest weekly',
      `${SEND} [den ](digest|bericht) (wöchentlich|jede woche|jeden montag)`,
      `${SEND} (wöchentlich|jede woche|jeden montag) [den |einen ](digest|bericht)`,
      '[wöchentlicher |wöchentlichen ]digest [wöchentlich ](montags|am montag|jeden montag)',
    ],
    ['extend {n}', `(verlängere|verlängern|erneuere|erneuern) ${ASKED}{n}[ (um|für|bis) {rest}]`],
    ['digest weekly', 'digest wöchentlich', '(wöchentlicher|wöchentlichen) (digest|bericht)'],
    ['digest weekly', 'wöchentliche zusammenfassung'],
    ['digest weekly', 'abonniere wöchentlich', 'abonniere [den ]wöchentlichen digest'],
    ['digest now', 'digest (jetzt|sofort)', '(übersicht|zusammenfassung) (jetzt|sofort)'],
    ['digest off', 'digest aus', 'kein digest', 'digest abbestellen', 'abbestellen', '[den ]digest ausschalten'],
    ['digest off', 'schalte [den ]digest aus', 'bestelle [den ]digest ab'],

    [
      'pending[ page {page}]',
      `[${SHOW} ](ausstehend|ausstehende aktionen|ausstehende maßnahmen|ausstehende untersuchungen)[ in defender][ seite {page}]`,
      '[das ](info-center|infocenter|wartungscenter|aktionscenter|action center)[ seite {page}]',
      'was (wartet|steht|ist) [noch ][aus |offen |ausstehend ]in defender[ aus]',
      'was ist in defender [noch ](offen|ausstehend)',
      'was wartet im (info-center|wartungscenter|action center)',
      'was steht in defender [noch |gerade ]an',
      `(genehmige|genehmigen) ${REMEDIATION} (in|im) (defender|portal|info-center)`,
      `(lehne|lehn) ${REMEDIATION} (in|im) (defender|portal|info-center) ab`,
    ],
    [
      'actions[ on {device}][ page {page}]',
      `[${SHOW} ][die ](aktionen|maßnahmen|geräteaktionen|gerätemaßnahmen)[ (auf|von|an|bei) ${DEVICE}{device}][ seite {page}]`,
    ],
    [
      'actions on {device}',
      `was ist ${LATELY} (auf|mit|bei|an) ${DEVICE}{device} passiert`,
      `was ist (auf|mit|bei|an) ${DEVICE}{device} ${LATELY} passiert`,
    ],
    ['actions', '[der ]verlauf der (aktionen|maßnahmen)'],
    [
      'false positive[ {kind}] {value}',
      `(fehlalarm|falsch positiv|falsch-positiv|false positive)[:] [bei |für |auf |von |in ][das |die |der |den ]{kind}{value}`,
      '[das |die |der ]{kind}{value} ist (ein fehlalarm|falsch positiv|falsch-positiv)',
      'melde [das |die |den ]{kind}{value} als (fehlalarm|falsch positiv)',
    ],
    [
      'false positive {value}',
      `(unterdrücke|unterdrücken) ${ALERT} {value}`,
      `${ALERT} {value} (unterdrücken|ist ein fehlalarm)`,
      `(unterdrückungsregel|unterdrückung) für ${ALERT} {value}[ (erstellen|anlegen)]`,
    ],
    [
      'false negative[ {kind}] {value}',
      `(falsch negativ|falsch-negativ|false negative)[:] [bei |für |auf |von |in ][das |die |der |den ]{kind}{value}`,
    ],
    ['false positive', 'fehlalarm', '[einen ]fehlalarm melden', 'melde einen fehlalarm'],

    ['tags of {device}', `[${SHOW} ][die ]tags (von|auf|an) ${DEVICE}{device}`, `welche tags hat ${DEVICE}{device}`],
    ['which devices have the tag {tag}?', 'welche geräte (haben|tragen) [den |das ]tag {tag}'],
    [
      'alerts on {device}',
      `[${SHOW} ][die |alle |offene |die offenen ](warnungen|alarme|alerts) (auf|zu|von|für|an) ${DEVICE}{device}`,
      `welche (warnungen|alarme|alerts) hat ${DEVICE}{device}`,
      `ist ${DEVICE}{device} ${NOW}(infiziert|kompromittiert|gehackt|sauber|sicher|befallen)`,
      `hat (der|ein) scan auf ${DEVICE}{device} etwas gefunden`,
    ],
    ['alerts', `[${SHOW} ][alle |die ]offene[n] (warnungen|alarme|alerts)`],
    ['what is owed?', 'was ist geschuldet', 'welche genehmigungen sind geschuldet', 'offene schulden'],
    ['is a scan running?', 'läuft [gerade ][noch ]ein scan', 'welche scans laufen[ gerade| noch]'],
    [
      'emergency: isolate {devices}',
      '(notfall|dringend)[:|,] isoliere {devices}',
      '(notfall|dringend)[:|,] {devices} isolieren',
    ],
    ['is {device} isolated?', `ist ${DEVICE}{device} ${NOW}(isoliert|in isolation)`],
    ['is {device} restricted?', `ist ${DEVICE}{device} ${NOW}(eingeschränkt|beschränkt)`],
    [
      'is {device} being scanned?',
      `(stoppe|stopp|beende) [den |alle ](scan|scans) (auf|von|für) ${DEVICE}{device}`,
      `(brich|breche) [den |alle ](scan|scans) (auf|von|für) ${DEVICE}{device} ab`,
    ],
    ['is {device} being scanned?', `wird ${DEVICE}{device} ${NOW}(gescannt|überprüft)`],
    ['who isolated {device}?', `wer hat ${DEVICE}{device} isoliert`],
    ['who released {device}?', `wer hat ${DEVICE}{device} (freigegeben|aus der isolation (entlassen|geholt|genommen))`],
    ['who restricted {device}?', `wer hat ${DEVICE}{device} (eingeschränkt|beschränkt)`],
    ['who scanned {device}?', `wer hat ${DEVICE}{device} gescannt`],
    ['which devices are isolated?', `welche geräte sind ${NOW}isoliert`, '[zeige ]isolierte geräte'],
    ['which devices are restricted?', `welche geräte sind ${NOW}(eingeschränkt|beschränkt)`],
    [
      'what happened to {device}?',
      ...[`was ist mit ${DEVICE}{device} passiert`, `was wurde (mit|auf|an) ${DEVICE}{device} (gemacht|getan)`],
    ],
    ['is {value} blocked?', `(ist|wird) [die |der |das ]{kind}{value} ${WHERE}${NOW}(blockiert|gesperrt|geblockt)`],
    ['is {value} allowed?', `(ist|wird) [die |der |das ]{kind}{value} ${WHERE}${NOW}(erlaubt|zugelassen)`],
    ['is {value} audited?', `wird [die |der |das ]{kind}{value} ${WHERE}${NOW}(überwacht|auditiert)`],
    ['is {value} warned of?', `wird [${NOW}]vor [der |dem ]{kind}{value} ${WHERE}${NOW}gewarnt`],
    [
      'is {value} an indicator?',
      `(gibt es|haben wir) [einen |ein ]indikator (für|von|zu) [die |den |das ]{kind}{value}`,
    ],
    ['is {value} an indicator?', `(blockieren|sperren|erlauben|überwachen) wir [die |den |das ]{kind}{value}`],
    ['which indicators end soon?', 'welche indikatoren (laufen bald ab|enden bald|laufen ab)'],

    ...GERMAN_ACTS,
    ['import changes', '(importiere|importieren|import) [die |der ]änderungen'],
    ['as one request', '(als|in) (ein|einem|einen|eine|einer) (antrag|anfrage)'],

    ...GERMAN_DEVICE_LINES,

    ['set all groups to {level}', 'setze alle (gruppen|gerätegruppen) auf {level}'],
    ['set all groups to {level}', 'alle (gruppen|gerätegruppen) auf {level} setzen'],
    ['as one request: {rest}', '(als|in) (ein|einem|einen|eine|einer) (antrag|anfrage)[:] {rest}'],
    ['open form: {rest}', 'öffne [das |ein ]formular[ für| mit][:] {rest}'],
    ['what if {rest}', 'was (passiert|geschieht|wäre),? wenn [ich |wir |man |du |jemand ]{rest}'],
    ['preview: {rest}', '(vorschau|simuliere|simulation)[:| für| von] {rest}'],
  ],
};
