/** The report's style: light and dark, wide and narrow, on a screen and on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #fff; --ink: #1a2230; --soft: #5c677a; --rule: #dde2ea; --grid: #e8ecf2;
  --accent: #3b6fd4; --good: #177a46; --bad: #c02f2f; --warn: #8a5a00; --warn-ground: #fff5dc;
  --hover: #3b6fd41f; --in: #10161f;
  --input: #2fa59a; --tick: #f3a53f; --core: #3f73d6; --encode: #7ba2ec; --send: #b3caf6; --network: #62bd97;
  --jitter: #e8763c; --decode: #a57ade; --display: #f8d06f; --other: #a6afbb;
  --s0: #3b6fd4; --s1: #e8763c; --s2: #2fa59a; --s3: #a05bd0; --s4: #b58900; --s5: #c2407a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10141b; --card: #181e28; --ink: #e7ebf2; --soft: #9aa6b8; --rule: #2b3444; --grid: #242c3a;
    --accent: #7ba2ec; --good: #57c98c; --bad: #ff8078; --warn: #f3c66b; --warn-ground: #33290f;
    --hover: #7ba2ec33;
    --s0: #7ba2ec; --s1: #f0935f; --s2: #4fc4b8; --s3: #c08ef0; --s4: #dcb63f; --s5: #ee79aa;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 4px; letter-spacing: -.015em; }
h2 { font-size: 1.25rem; margin: 0 0 4px; letter-spacing: -.01em; }
h3 { font-size: .95rem; font-weight: 600; margin: 0; }
h4 { font-size: .8rem; font-weight: 600; margin: 12px 0 2px; color: var(--soft); display: flex; flex-wrap: wrap; gap: 0 8px; align-items: baseline; }
h4 small { font-weight: 400; }
p { margin: 0 0 12px; color: var(--soft); max-width: 96ch; text-wrap: pretty; }
section { background: var(--card); border: 1px solid var(--rule); border-radius: 14px; padding: 22px 24px; margin-top: 20px; }
header p { margin: 0; }
.verdict { display: inline-block; margin-top: 10px; padding: 2px 12px; border-radius: 99px; font-weight: 600; font-size: .9rem; border: 1.5px solid; }
.good { color: var(--good); } .bad { color: var(--bad); }
.hero { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin-top: 24px; }
.hero div { background: var(--card); border: 1px solid var(--rule); border-radius: 14px; padding: 14px 18px; }
.hero b { display: block; font-size: 1.9rem; line-height: 1.2; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.hero b small { font-size: 1rem; font-weight: 500; color: var(--soft); letter-spacing: 0; }
.hero span { color: var(--soft); font-size: .85rem; }
.warnings { background: var(--warn-ground); color: var(--warn); border-color: transparent; }
.warnings ul { margin: 4px 0 0; padding-left: 20px; }
.quickest { margin: 10px 2px 0; font-size: .9rem; }
.assertions { list-style: none; margin: 8px 0 0; padding: 0; } .assertions ul { color: var(--soft); font-size: .9rem; padding-left: 40px; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 0; margin: 0 0 14px; font-size: .85rem; }
.swatch { display: inline-block; width: 11px; height: 11px; border-radius: 3px; margin-right: 6px; background: currentColor; }
.row { margin-bottom: 14px; break-inside: avoid; }
.row h3 { display: inline; margin-right: 10px; }
.row .figures { display: inline; font-size: .85rem; }
.figures b { color: var(--ink); font-variant-numeric: tabular-nums; }
svg { display: block; overflow: visible; }
.strip svg { overflow: hidden; }
.grid { stroke: var(--grid); stroke-width: 1; }
.whisker { stroke: var(--soft); stroke-width: 1.5; }
text { font-size: 11.5px; fill: var(--soft); font-variant-numeric: tabular-nums; paint-order: stroke; stroke: var(--card); stroke-width: 3px; stroke-linejoin: round; }
text.in { fill: var(--in); stroke: none; text-anchor: middle; font-weight: 600; pointer-events: none; }
.inputWayMs { --piece: var(--input); } .tickWaitMs { --piece: var(--tick); } .coreMs { --piece: var(--core); }
.encodeMs { --piece: var(--encode); } .sendMs { --piece: var(--send); } .networkMs { --piece: var(--network); }
.jitterBufferMs { --piece: var(--jitter); } .decodeMs { --piece: var(--decode); }
.presentationMs { --piece: var(--display); } .otherMs { --piece: var(--other); }
.piece { fill: var(--piece); stroke: var(--card); stroke-width: 1; }
.legend .swatch { background: var(--piece); }
.bin { fill: var(--accent); opacity: .75; }
line.mark { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 3 2; opacity: .7; }
line.p50 { stroke-dasharray: none; stroke-width: 1.5; opacity: 1; }
text.mark { fill: var(--ink); }
text.p50 { font-weight: 700; }
.outside { fill: var(--bad); font-size: 14px; }
.axis { position: relative; height: 22px; border-top: 1px solid var(--rule); font-size: .75rem; color: var(--soft); font-variant-numeric: tabular-nums; }
.axis span { position: absolute; top: 3px; transform: translateX(-50%); white-space: nowrap; }
.axis span:first-child { transform: none; } .axis span:last-child { transform: translateX(-100%); }
.time { position: relative; isolation: isolate; }
.shades { position: absolute; inset: 0 0 24px; height: calc(100% - 24px); z-index: -1; }
.shades rect { opacity: .13; } .cut { stroke: var(--bad); stroke-width: 2; stroke-dasharray: 5 4; }
.frozen { background: linear-gradient(var(--rule), var(--rule)) 0 100% / 100% 1px no-repeat; } .frozen rect { fill: var(--bad); }
.time .axis { margin-top: 6px; }
.time h4 { position: relative; }
.panel { background: linear-gradient(var(--rule), var(--rule)) 0 100% / 100% 1px no-repeat; }
.line { fill: none; stroke: var(--series); stroke-width: 1.75; vector-effect: non-scaling-stroke; stroke-linejoin: round; stroke-linecap: round; }
.bars { fill: var(--s1); }
.names { display: flex; flex-wrap: wrap; gap: 0 12px; font-weight: 400; }
.series0 { --series: var(--s0); } .series1 { --series: var(--s1); } .series2 { --series: var(--s2); }
.series3 { --series: var(--s3); } .series4 { --series: var(--s4); } .series5 { --series: var(--s5); }
.names .swatch { background: var(--series); width: 14px; height: 3px; vertical-align: middle; }
.strip text { fill: #fff; stroke: none; font-weight: 600; } .strip rect { stroke: var(--card); stroke-width: 1.5; }
.kind0 { fill: #3b62ad; } .kind1 { fill: #a3502a; } .kind2 { fill: #20756d; } .kind3 { fill: #7a45a3; } .kind4 { fill: #7d6000; } .kind5 { fill: #99305f; }
.hover { position: absolute; inset: 0 0 24px; }
.hover rect { fill: transparent; } .hover rect:hover { fill: var(--hover); }
.behind, .run { margin-top: 12px; }
#comparison h3, #comparison table + p, #comparison > p:last-child { margin-top: 18px; } #comparison caption, #figures caption { position: absolute; left: -9999px; } #comparison table { max-width: 760px; }
summary { cursor: pointer; font-size: .88rem; color: var(--accent); }
.run > summary { font-size: 1rem; font-weight: 600; color: var(--ink); }
.scroll { overflow-x: auto; margin-top: 8px; }
.behind .scroll { max-height: 70vh; overflow-y: auto; }
table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; width: 100%; }
caption { text-align: left; color: var(--soft); padding-bottom: 6px; }
th, td { padding: 5px 12px 5px 0; border-bottom: 1px solid var(--rule); text-align: right; white-space: nowrap; }
th:first-child { text-align: left; font-weight: 500; position: sticky; left: 0; background: var(--card); }
td.text, .text td { text-align: left; white-space: normal; overflow-wrap: anywhere; }
thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; white-space: normal; }
pre { background: var(--ground); border: 1px solid var(--rule); border-radius: 8px; padding: 10px 14px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85rem; margin: 8px 0 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 18px; margin: 0 0 12px; font-size: .9rem; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
footer { color: var(--soft); font-size: .85rem; margin-top: 24px; }
#tip { position: fixed; z-index: 9; pointer-events: none; max-width: 300px; background: var(--ink); color: var(--card); padding: 7px 11px; border-radius: 8px; font-size: .8rem; line-height: 1.4; white-space: pre-line; box-shadow: 0 4px 16px #0004; }
@media (max-width: 600px) {
  main { padding: 22px 12px 40px; }
  section { padding: 16px 14px; border-radius: 12px; }
  .hero { grid-template-columns: 1fr 1fr; gap: 8px; }
  .hero div { padding: 10px 12px; } .hero b { font-size: 1.5rem; }
  .row h3 { display: block; }
  #figures thead th:not(:first-child) { min-width: 120px; }
  #comparison table { font-size: .78rem; } #comparison th, #comparison td { padding-right: 6px; }
  dl { grid-template-columns: 1fr; } dd { margin-bottom: 6px; }
  text { font-size: 10.5px; } text.mark { display: none; }
}
@media print {
  :root { --ground: #fff; color-scheme: light; }
  body { font-size: 11pt; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main { max-width: none; padding: 0; } section { padding: 0; border: 0; margin-top: 24px; }
  h2, h3, h4 { break-after: avoid; } .panel, .strip, tr { break-inside: avoid; }
  .behind, #tip, .hover { display: none; } .scroll { overflow: visible; } th, td { padding-right: 6px; }
  details.run::details-content { content-visibility: visible; }
}
`;
