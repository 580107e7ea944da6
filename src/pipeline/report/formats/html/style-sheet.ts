/**
 * The whole look of the page. Widths of bars are SVG attributes, because the content security policy allows no style
 * attributes. Text colours keep a contrast of at least 4.5 to 1 in both schemes.
 */
export const styleSheet = `
:root{color-scheme:light dark;
--page:#f6f7f9;--card:#fff;--line:#e1e5eb;--soft:#f1f3f6;--text:#1b2330;--muted:#566072;--link:#1f56a8;--accent:#16324f;--accent-text:#fff;--accent-muted:#c3d0de;
--pass:#2f9e73;--fail:#d0402f;--excepted:#e0a526;--manual:#4a86d8;--notEvaluated:#8f6cc4;--notApplicable:#c3c9d2;
--pass-text:#14694a;--fail-text:#a52a1c;--excepted-text:#7a5200;--manual-text:#1f56a8;--notEvaluated-text:#5f3f99;--notApplicable-text:#566072;--cut:#fff}
@media (prefers-color-scheme:dark){:root{
--page:#10151c;--card:#18202a;--line:#2c3744;--soft:#212b37;--text:#e4e9f0;--muted:#a0acbb;--link:#8ab8f5;--accent:#0b1016;--accent-text:#f2f5f9;--accent-muted:#a9b8c8;
--pass:#35a67b;--fail:#e5604e;--excepted:#dba63a;--manual:#5a94e4;--notEvaluated:#9d7dd0;--notApplicable:#4c5866;
--pass-text:#6fd3ab;--fail-text:#ff9d8f;--excepted-text:#f0c469;--manual-text:#8ab8f5;--notEvaluated-text:#c4a9f0;--notApplicable-text:#a0acbb;--cut:#18202a}}
*{box-sizing:border-box}
html{scroll-padding-top:3.5rem}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans","DejaVu Sans",sans-serif;overflow-wrap:anywhere}
.wrap{max-width:72rem;margin:0 auto;padding:0 1.25rem}
a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:.18em}
:focus-visible{outline:3px solid var(--manual);outline-offset:2px;border-radius:3px}
:target{outline:2px solid var(--manual);outline-offset:3px;border-radius:4px}
main:focus{outline:none}
h1,h2,h3,h4,p,ul,ol,dl,dd,figure{margin:0;padding:0}
h2{font-size:1.3rem;line-height:1.3;letter-spacing:-.01em;margin:2.75rem 0 .35rem}
h3{font-size:1.05rem;line-height:1.35}
h4{font-size:1rem;line-height:1.4}
h3.group{margin:1.75rem 0 .6rem}
small{font-size:.84em;font-weight:400;color:var(--muted)}
code,.mono,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace;font-size:.87em}
.muted,.lead,.aside{color:var(--muted)}
.lead{margin-bottom:.9rem}
.aside{font-size:.9rem;margin-top:.7rem}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;z-index:3;padding:.5rem 1rem;background:var(--card);border-radius:6px}
.shapes{position:absolute}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.1rem 1.3rem}
.card>h2{margin-top:0;font-size:1.05rem}
.stack>*+*,.framework+.framework{margin-top:.8rem}
.top{background:var(--accent);color:var(--accent-text);padding:2.2rem 0 1.8rem}
.eyebrow{color:var(--accent-muted);font-size:.85rem;letter-spacing:.06em;text-transform:uppercase}
h1{font-size:2.3rem;line-height:1.15;letter-spacing:-.02em;margin:.1rem 0 .9rem}
.verdict{display:flex;gap:.7rem;align-items:flex-start;font-size:1.2rem;line-height:1.45;max-width:60rem}
.verdict .icon{width:1.5rem;height:1.5rem;margin-top:.12rem;--cut:var(--accent)}
.verdict strong{font-weight:650}
.scope{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:1rem 2rem;margin-top:1.6rem;padding-top:1.3rem;border-top:1px solid color-mix(in srgb,var(--accent-muted) 35%,transparent);font-size:.95rem}
.scope .two{grid-column:span 2}
.scope dt{color:var(--accent-muted);font-size:.82rem}
.scope small,.scope code{display:block;color:var(--accent-muted)}
.scope small code{display:inline}
nav{position:sticky;top:0;z-index:2;background:var(--card);border-bottom:1px solid var(--line)}
nav .wrap{display:flex;gap:1.4rem;overflow-x:auto;white-space:nowrap}
nav a{padding:.65rem 0;color:var(--muted);text-decoration:none;font-size:.93rem}
nav a:hover{color:var(--text);text-decoration:underline}
main.wrap{padding-top:1.4rem}
.notes{border-left:4px solid var(--excepted);margin-bottom:1.1rem}
.notes ul{padding-left:1.1rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:1rem}
.figure{font-size:2.1rem;line-height:1.2;font-weight:650;letter-spacing:-.02em;font-variant-numeric:tabular-nums;margin-bottom:.5rem}
.figure span{font-size:1rem;font-weight:400;letter-spacing:0;color:var(--muted)}
.plain{list-style:none}
.plain b,.legend b{font-variant-numeric:tabular-nums}
.bar{display:block;width:100%;height:14px;border-radius:4px;background:var(--soft);overflow:hidden}
.bar.small{width:7rem;height:9px;flex:none}
.bar rect{stroke:var(--card);stroke-width:1.5px;vector-effect:non-scaling-stroke}
rect.pass,.icon.pass{fill:var(--pass)}rect.fail,.icon.fail{fill:var(--fail)}rect.excepted,.icon.excepted{fill:var(--excepted)}
rect.manual,.icon.manual{fill:var(--manual)}rect.notEvaluated,.icon.notEvaluated{fill:var(--notEvaluated)}rect.notApplicable,.icon.notApplicable{fill:var(--notApplicable)}
rect.evaluated{fill:var(--manual)}rect.noData{fill:var(--notEvaluated)}rect.excluded{fill:var(--notApplicable)}
.dot{display:inline-block;width:.65rem;height:.65rem;border-radius:50%;margin-right:.4rem}
.dot.evaluated{background:var(--manual)}.dot.noData{background:var(--notEvaluated)}.dot.excluded{background:var(--notApplicable)}
.icon{width:1rem;height:1rem;flex:none;vertical-align:-.15em}
.cut{fill:none;stroke:var(--cut);stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
.ring{fill:none;stroke:var(--notApplicable-text);stroke-width:1.6;stroke-linecap:round}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.15rem;margin-top:.6rem;font-size:.92rem}
.legend li{white-space:nowrap}
.legend .icon{margin-right:.35rem}
.legend .zero{color:var(--muted)}
.row{display:flex;flex-wrap:wrap;gap:.4rem 2rem;justify-content:space-between;align-items:flex-start}
.row h3{flex:1 1 14rem}
.framework .bar{margin:.55rem 0 .1rem}
.framework .row>p{font-size:.92rem;margin-top:.6rem}
.figures{display:grid;grid-template-columns:repeat(3,9.5rem);gap:.4rem 1.2rem}
.figures div{display:flex;flex-direction:column-reverse}
.figures dt{font-size:.84rem;color:var(--muted)}
.figures dd{font-size:1.15rem;font-weight:650;font-variant-numeric:tabular-nums;line-height:1.3}
.figures small{margin-left:.45rem;font-size:.85rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:1rem;margin:2rem 0 1rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem;overflow-wrap:break-word}
table.caption-hidden caption{position:absolute;width:1px;height:1px;padding:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
caption{text-align:left;color:var(--muted);font-size:.88rem;padding-bottom:.35rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .9rem .5rem 0;border-top:1px solid var(--line)}
thead th{font-size:.84rem;font-weight:600;color:var(--muted);border-top:0;white-space:nowrap}
tbody th{font-weight:600}
th small,td small{display:block}
.number{text-align:right;font-variant-numeric:tabular-nums;padding-right:0}
th.number+th.number,td.number+td.number{padding-left:.9rem}
.state,.severity,.status{display:inline-flex;vertical-align:bottom;align-items:center;gap:.35rem;white-space:nowrap;font-size:.88rem;font-weight:600}
.state.pass{color:var(--pass-text)}.state.fail{color:var(--fail-text)}.state.excepted{color:var(--excepted-text)}
.state.manual{color:var(--manual-text)}.state.notEvaluated{color:var(--notEvaluated-text)}.state.notApplicable{color:var(--notApplicable-text)}
.severity,.status{padding:.02rem .5rem;border-radius:4px;background:var(--soft);color:var(--muted);font-size:.82rem}
.severity.critical,.severity.unknown{background:var(--fail-text);color:var(--card)}
.severity.high{color:var(--fail-text)}.severity.medium{color:var(--excepted-text)}
.status.expiring{color:var(--excepted-text)}.status.expired{color:var(--fail-text)}.status.active{color:var(--pass-text)}
.list{padding:.4rem 0}
.list>h3{padding:.8rem 1.3rem}
.list+.list{margin-top:1rem}
details>summary{cursor:pointer;list-style:none;display:flex;gap:.4rem 1rem;align-items:center;padding:.6rem 1.3rem}
summary::-webkit-details-marker{display:none}
summary::before{content:"";flex:none;width:.45rem;height:.45rem;border-right:2px solid var(--muted);border-bottom:2px solid var(--muted);transform:rotate(-45deg)}
details[open]>summary::before{transform:rotate(45deg)}
summary:hover{background:var(--soft)}
.list>details{border-top:1px solid var(--line)}
.list>details:target{outline-offset:-2px}
.id{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace;font-size:.87em;color:var(--muted);min-width:7.5rem}
.name{flex:1;min-width:0}
.counts{color:var(--muted);font-size:.88rem;text-align:right;max-width:20rem}
.body{padding:.3rem 1.3rem 1.2rem 2.7rem}
.body>*+*{margin-top:.7rem}
.label{font-weight:600;font-size:.88rem;margin-bottom:-.5rem}
.inner{border:1px solid var(--line);border-radius:8px;margin-top:.7rem}
.inner>summary{padding:.5rem .9rem;border-radius:8px}
.inner>.body{padding:.2rem .9rem .9rem 2.1rem}
.objects{list-style:none}
.objects li{padding:.6rem 0;border-top:1px solid var(--line)}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,15rem),1fr));gap:.7rem 1.6rem;font-size:.93rem;margin-top:.7rem}
.facts dt,.checks .expected{color:var(--muted);font-size:.84rem}
.finding{border-left:4px solid var(--line)}
.finding.fail{border-left-color:var(--fail)}.finding.excepted{border-left-color:var(--excepted)}
.finding.notEvaluated{border-left-color:var(--notEvaluated)}.finding.manual{border-left-color:var(--manual)}
.tags{display:flex;flex-wrap:wrap;gap:.3rem .8rem;align-items:center;margin:.25rem 0 .5rem}
.checks{padding-left:1.3rem;margin-top:1.1rem}
.checks li+li{margin-top:.8rem}
pre{margin:.3rem 0;padding:.55rem .8rem;background:var(--soft);border-radius:6px;overflow-x:auto;white-space:pre}
.states div{display:grid;grid-template-columns:9.5rem 1fr;gap:.2rem 1rem;padding:.3rem 0}
.rules{padding-left:1.2rem;margin-top:.9rem}
.rules li+li{margin-top:.35rem}
footer.wrap{padding-top:2rem;padding-bottom:2.5rem;color:var(--muted);font-size:.88rem}
@media (max-width:44rem){
.scope{grid-template-columns:repeat(2,minmax(0,1fr))}
h1{font-size:1.8rem}.verdict{font-size:1.05rem}.top{padding:1.5rem 0 1.3rem}
.card{padding:1rem}.list{padding:.3rem 0}.list>h3{padding:.7rem 1rem}
.list>details>summary{flex-wrap:wrap;padding:.7rem 1rem}
.id{min-width:0}.name{flex:1 1 70%}.counts{flex:1;text-align:left;padding-left:1.45rem;max-width:none}
.body{padding:.3rem 1rem 1rem}
.states div{grid-template-columns:1fr}
table{min-width:34rem}.pair table{min-width:0}
.figures{grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));width:100%}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{
:root{color-scheme:light;--page:#fff;--card:#fff;--line:#c9ced6;--soft:#f1f3f6;--text:#000;--muted:#444d5c;--link:#000;--accent:#fff;--accent-text:#000;--accent-muted:#444d5c;
--pass:#2f9e73;--fail:#d0402f;--excepted:#e0a526;--manual:#4a86d8;--notEvaluated:#8f6cc4;--notApplicable:#c3c9d2;
--pass-text:#14694a;--fail-text:#a52a1c;--excepted-text:#7a5200;--manual-text:#1f56a8;--notEvaluated-text:#5f3f99;--notApplicable-text:#444d5c;--cut:#fff}
@page{margin:15mm}
body{font-size:10pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
nav,.skip{display:none}
.wrap{max-width:none;padding:0}
.top{padding:0 0 4mm;border-bottom:1pt solid var(--line)}
.tiles{grid-template-columns:repeat(3,1fr);gap:4mm}.pair{display:block}.pair .card+.card{margin-top:4mm}
.card{padding:3mm 4mm}.list{padding:1mm 0}
a{text-decoration:none}
h2,h3,h4,summary,caption,.lead{break-after:avoid}
.tiles .card,.framework,.finding,tr,.checks li,.facts div,.stack>.card{break-inside:avoid}
details::details-content{content-visibility:visible;block-size:auto}
summary::before{display:none}
.scroll{overflow:visible}
pre{white-space:pre-wrap}
thead{display:table-header-group}}
`;
