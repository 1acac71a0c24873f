/** The look of the report: light, black on white, made for A4 and for a screen; nothing depends on a colour. */
export const STYLE = `
@page { size: A4; margin: 15mm 14mm 18mm }
* { box-sizing: border-box }
html { font: 10.5pt/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; color: #111; background: #fff }
body { max-width: 190mm; margin: 0 auto; padding: 8mm 5mm }
h1 { font-size: 17pt; line-height: 1.2; margin: 0 0 2mm }
h2 { font-size: 13pt; line-height: 1.25; margin: 0 0 3mm; padding-top: 4mm; border-top: 1.5pt solid #111; break-after: avoid }
h3 { font-size: 10.5pt; margin: 4mm 0 1.5mm; break-after: avoid }
p { margin: 0 0 2mm }
ul { margin: 0 0 2mm; padding-left: 5mm }
.meta { color: #444 }
.verdict { border: 1pt solid #111; border-left-width: 5pt; padding: 3mm 4mm; margin: 4mm 0 }
.verdict > p:first-child { font-weight: 650; font-size: 11.5pt }
.broken { border-style: double; border-width: 4pt }
section { margin-top: 8mm }
.facts { display: grid; grid-template-columns: 34mm 1fr; gap: 1mm 4mm; margin: 0 0 3mm }
.facts dt { color: #444 }
.facts dd { margin: 0; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100%; table-layout: fixed; margin: 0 0 3mm }
th, td { text-align: left; vertical-align: top; padding: 1.2mm 2mm 1.2mm 0; border-bottom: .5pt solid #999; overflow-wrap: anywhere }
th { font-weight: 600; border-bottom: 1pt solid #111 }
thead { display: table-header-group }
tr { break-inside: avoid }
code { font: 8pt/1.35 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere }
.new { font-weight: 650 }
.steps .n { width: 13mm } .steps .t { width: 37mm } .steps .s { width: 42mm }
.steps time { font-variant-numeric: tabular-nums }
.decisions .d { width: 48mm } .decisions .r { width: 45mm }
.steps .hash td { padding-top: 0 }
.steps .step td { border-bottom: 0; padding-bottom: 0 }
.small { font-size: 9pt; color: #444 }
@media screen and (max-width: 180mm) {
  .facts { grid-template-columns: 1fr; gap: 0 }
  .facts dd { margin: 0 0 2mm }
  .steps thead, .decisions thead { display: none }
  .steps, .decisions, .steps :is(tbody, tr, td), .decisions :is(tbody, tr, td) { display: block; width: auto }
  .steps td, .decisions td { border: 0; padding: .6mm 0 }
  .steps .step td:first-child::before { content: "Entry " }
  .steps .hash td:first-child { display: none }
  .steps .hash, .decisions tr { border-bottom: .5pt solid #999; padding-bottom: 2mm; margin-bottom: 2mm }
  .decisions td:last-child::before { content: "Reason: " }
}
@media print { body { max-width: none; padding: 0 } .verdict, .facts { break-inside: avoid } }
`;
