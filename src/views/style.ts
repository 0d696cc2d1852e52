/**
 * Style of every page: light and dark, on a phone and on paper. Blue is legacy and orange is the candidate everywhere, a pair of
 * colours that colour-blind people can tell apart; whatever a colour says is said in words too.
 */
export const style = `
:root{color-scheme:light dark;
--paper:#f3f5f7;--card:#fff;--ink:#1a1f24;--soft:#566069;--rule:#d8dee3;--link:#1d5a96;
--legacy:#2c6299;--legacy-tint:#e6eff8;--legacy-mark:#b9d4ee;--candidate:#b0520c;--candidate-tint:#fbeee1;--candidate-mark:#f6cda6;
--match:#3d7f5c;--noise:#9aa5ae;--mismatch:#b42318;--empty:#e4e9ed;--kept:#47545f;
--critical:#a61b12;--major:#80540a;--minor:#4c5a66;--proven:#1f6b42;--no-go:#8f1d14;--go:#17603a}
@media screen and (prefers-color-scheme:dark){:root{
--paper:#12161a;--card:#1a2025;--ink:#e8ecef;--soft:#a2adb6;--rule:#313a42;--link:#8cbdf0;
--legacy:#7fb4e6;--legacy-tint:#172938;--legacy-mark:#2b5479;--candidate:#f0a768;--candidate-tint:#33230f;--candidate-mark:#74450f;
--match:#5fae84;--noise:#6f7b85;--mismatch:#e5645a;--empty:#2a3239;--kept:#b9c3cb;
--critical:#c23429;--major:#8f6414;--minor:#5a6874;--proven:#7ed3a3;--no-go:#7c1a12;--go:#14532f}}
*,*::before,*::after{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.column{max-width:70rem;margin:0 auto;padding:0 1.5rem}
main.column{padding-bottom:4rem}
section{margin-top:3rem}
h1,h2,h3,p,ul,dl,dd,figure,pre{margin:0;padding:0}
h2{font-size:1.5rem;line-height:1.25;letter-spacing:-.01em;margin-bottom:.9rem}
h2 .soft{font-weight:400}
h1 .sentence{display:block}h1 .sentence::first-letter,h3::first-letter,.what::first-letter{text-transform:uppercase}
h3{font-size:1.2rem;line-height:1.35;overflow-wrap:anywhere}
a{color:var(--link)}
.soft{color:var(--soft)}
code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;font-size:.9em;overflow-wrap:anywhere}
pre{white-space:pre-wrap;line-height:1.5}pre code{font-size:inherit}
summary{cursor:pointer;color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}

.decision{color:#fff;padding:2.4rem 0 2rem}.decision.no-go{background:var(--no-go)}.decision.go{background:var(--go)}
.kind{opacity:.9}
h1{font-size:clamp(1.5rem,3.4vw,2.3rem);line-height:1.2;font-weight:500;letter-spacing:-.015em;text-wrap:balance}
h1 .verdict{display:block;font-size:clamp(3.2rem,9vw,6rem);line-height:1.05;font-weight:800;letter-spacing:-.04em}
.colon{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.reasons-of-gate{margin-top:.6rem;opacity:.92}ul.reasons-of-gate{margin-top:.1rem;padding-left:1.2rem}
.run-facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr));gap:.9rem 2rem;margin-top:1.8rem;padding-top:1.2rem;border-top:1px solid rgb(255 255 255/.35);font-size:.93rem}
.run-facts dt{opacity:.85}.run-facts dd{overflow-wrap:anywhere;font-weight:600}

.fix-first{background:var(--card);border:2px solid var(--ink);border-radius:.5rem;padding:1.4rem 1.6rem 1.3rem;margin-top:2rem}
.fix-first h2{font-size:1.05rem;letter-spacing:0;margin-bottom:.5rem}
.fix-first .large .place{font-size:clamp(1.2rem,2.9vw,1.9rem);line-height:1.3;font-weight:700}
.fix-first .large .sql{font-size:clamp(.95rem,1.8vw,1.2rem);background:none;padding:0;font-weight:600}
.fix-first .what{font-size:1.1rem;margin:.7rem 0 .3rem}.fix-first .how{margin-bottom:.9rem;max-width:65ch}
.fix-first .tags{margin-bottom:.4rem}

.proportion{display:block;width:100%;height:1.4rem;border-radius:.2rem}
.empty{fill:var(--empty)}rect.kept{fill:var(--kept)}rect.left-out{fill:var(--noise)}rect.match{fill:var(--match)}rect.noise{fill:var(--noise)}
rect.mismatch{fill:var(--mismatch)}.legacy:is(rect,path){fill:var(--legacy)}.candidate:is(rect,path){fill:var(--candidate)}
.ledger{display:grid;gap:1rem;margin-bottom:1rem}
.step{display:grid;grid-template-columns:11rem 1fr;gap:0 1.2rem}.step .whole{text-align:right;line-height:1.4rem}.step .whole strong{font-size:1.25rem}
.legend{display:flex;flex-wrap:wrap;gap:.1rem 1.6rem;list-style:none;margin-top:.3rem;font-size:.95rem}
.swatch{width:.75em;height:.75em;border-radius:.12em;margin-right:.25em}
.reasons{margin-top:1.3rem;padding-left:12.2rem}.reasons h3{font-size:1rem}
.reasons ul{list-style:none;font-size:.95rem;margin-top:.2rem}
.reasons li{display:grid;grid-template-columns:4.5rem 1fr auto;gap:0 .8rem;padding:.22rem 0;border-bottom:1px solid var(--rule)}
.reasons li strong{text-align:right;font-variant-numeric:tabular-nums}
.doubts{margin:1.2rem 0 0;padding:.7rem 1rem .7rem 2.2rem;background:var(--candidate-tint);border:1px solid var(--candidate);border-radius:.4rem}

.finding{background:var(--card);border:1px solid var(--rule);border-radius:.5rem;padding:1.2rem 1.5rem 1.3rem;margin-top:1rem}
.finding:target{outline:3px solid var(--link)}
.tags{display:flex;flex-wrap:wrap;gap:.25rem .8rem;align-items:baseline;font-size:.9rem;margin-bottom:.35rem}
.tags code{font-size:.95em}
.badge{border-radius:.25rem;padding:.02rem .5rem;font-weight:700;color:#fff;background:var(--minor)}
.badge.critical{background:var(--critical)}.badge.major{background:var(--major)}
.warning{border-left:3px solid var(--proven);padding-left:.75rem}.proof{font-weight:600}.proof.proven{color:var(--proven)}.proof.possible{color:var(--soft)}
.brief{margin-top:.9rem}.brief>div{display:grid;grid-template-columns:6.5rem 1fr;gap:0 1rem;padding:.4rem 0}
.brief dt{color:var(--soft)}.brief dd{min-width:0;overflow-wrap:anywhere}
.place{font-weight:600}
.plain{list-style:none}
.sql{background:var(--paper);border-radius:.3rem;padding:.6rem .8rem;tab-size:2}.sql b{color:var(--legacy);font-weight:600}
table{border-collapse:collapse;font-size:.95rem}
th{text-align:left;font-weight:400}td,th{vertical-align:top}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.evidence th{color:var(--soft);padding:.12rem 1.4rem .12rem 0}.evidence td{padding:.12rem 0;white-space:pre-line;overflow-wrap:anywhere}
.bars{max-width:44rem;margin:.1rem 0 1rem}.bars table{width:100%}.bars caption{text-align:left;color:var(--soft);padding-bottom:.2rem}
.bars th{white-space:nowrap;padding:.15rem 1rem .15rem 0}.bars td.bar{width:100%;vertical-align:middle}.bars td.n{padding:.15rem 0 .15rem .8rem;font-weight:600}
.bars .proportion{height:1.15rem}.bars .empty{fill:none}.bars figcaption{margin-top:.35rem}
rect.uncached{opacity:.72}rect.fixed{fill:var(--match)}
.plans{margin:.1rem 0 1rem;max-width:52rem}.plan{margin:.2rem 0 0;padding-left:1.2rem;font-size:.9rem}.plan li{overflow-wrap:anywhere}
.statements{margin-top:.9rem}.statements h4{margin:0 0 .3rem;font-size:1rem}
.lanes{max-width:none}.lane{display:block;width:100%;height:1.5rem;border-radius:.2rem}.lanes .empty{fill:var(--empty)}.lane .other{opacity:.55}
.lanes td.n{min-width:9rem}.lanes .soft{font-weight:400}
.runs{width:100%;table-layout:fixed;margin-top:.5rem;font-size:.88rem}.runs th{font-weight:600;padding:.2rem .5rem}.runs td{padding:.3rem .5rem;border-top:1px solid var(--rule)}
.runs th:first-child,.runs th:last-child{width:11rem}.runs thead .legacy{color:var(--legacy)}.runs thead .candidate{color:var(--candidate)}
.runs .cost{font-variant-numeric:tabular-nums}.runs .cost .ms{font-weight:600}.runs .cost strong{margin-left:.5rem}.runs .proportion{height:.45rem;margin-top:.15rem}
.runs .none{background:var(--paper)}.runs .what code{overflow-wrap:anywhere}.runs .what .sql{margin-top:.4rem}.runs .errno{color:var(--mismatch);font-weight:600}
.runs .differs .legacy:not(.none){background:var(--legacy-tint)}.runs .differs .candidate:not(.none){background:var(--candidate-tint)}
.runs summary{color:inherit}.runs .parting td{background:var(--mismatch);color:#fff;font-weight:600;padding:.25rem .5rem}

.example-fold{margin-top:.9rem;border-top:1px solid var(--rule);padding-top:.8rem}
.example>*{margin-top:.6rem}.told{padding-left:1.2rem}.told li{overflow-wrap:anywhere}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:.8rem}
.side{margin:0;padding:.5rem .8rem;border-radius:.3rem;min-width:0}.side.legacy{background:var(--legacy-tint)}.side.candidate{background:var(--candidate-tint)}
.side.legacy strong{color:var(--legacy)}.side.candidate strong{color:var(--candidate)}.status{font-weight:600}.side pre{font-size:.85rem}
.diff{border:1px solid var(--rule);border-radius:.3rem;overflow:hidden;font-size:.85rem;line-height:1.5}
.row{display:grid;grid-template-columns:1fr 1fr}.row.head{border-bottom:1px solid var(--rule)}.row.head span{padding:.3rem .8rem;font-weight:600}
.row.head span:first-child{color:var(--legacy)}.row.head span:last-child{color:var(--candidate)}
.cell{display:grid;grid-template-columns:2.6rem 1rem 1fr;min-width:0}.cell+.cell{border-left:1px solid var(--rule)}
.cell code{white-space:pre-wrap;font-size:.95em;padding-right:.5rem;min-height:1.5em}
.number{color:var(--soft);text-align:right;padding-right:.4rem;user-select:none;font-size:.9em}.sign{user-select:none;font-weight:700}
.row:not(.same)>.legacy{background:var(--legacy-tint)}.row:not(.same)>.candidate{background:var(--candidate-tint)}.cell.empty{background:var(--paper)}
del,ins{text-decoration:none;border-radius:.15em}.changed del{background:var(--legacy-mark)}.changed ins{background:var(--candidate-mark)}
.fold>summary,.rest{padding:.2rem .8rem;background:var(--paper);border-block:1px solid var(--rule);color:var(--soft)}
.stop{padding:.45rem .8rem;background:var(--mismatch);color:#fff;font-weight:600;text-align:right}
.section-fold{margin-top:1rem}.section-fold>summary{font-size:1.05rem}

.sql-difference{margin-top:1rem}.sql-difference h3{font-size:1.05rem}.sql-difference .example{margin-top:.9rem}
.answer{overflow-x:auto;margin-top:.4rem;font-size:.85rem}.answer th{font-weight:600;white-space:nowrap}.answer td,.answer th{padding:.12rem 1rem .12rem 0;border-bottom:1px solid var(--rule)}

.scroll{overflow-x:auto;margin-top:.9rem;background:var(--card);border:1px solid var(--rule);border-radius:.5rem;padding:.4rem 1rem}
.routes{width:100%;font-size:.9rem}.routes td,.routes tbody th{padding:.45rem .35rem;border-top:1px solid var(--rule);vertical-align:middle}
.routes tbody th{min-width:14rem;padding-left:0}
.noise{width:100%;font-size:.9rem;margin-bottom:1rem}.noise td,.noise th{padding:.4rem 1.2rem .4rem 0;border-top:1px solid var(--rule)}.noise th{color:var(--soft);border-top:0}.noise code{overflow-wrap:anywhere}.noise td:nth-child(3){text-align:right;font-variant-numeric:tabular-nums}
.routes thead th{padding:.3rem .35rem;vertical-align:bottom;color:var(--soft)}.routes thead tr:first-child th:last-child{white-space:normal;width:8rem}
.routes thead th:first-child{padding-left:0}.group{text-align:center}.routes thead tr+tr th:first-child{padding-left:.35rem}.routes thead .group.legacy{color:var(--legacy);font-weight:600;border-bottom:2px solid var(--legacy)}
.routes thead .group.candidate{color:var(--candidate);font-weight:600;border-bottom:2px solid var(--candidate)}
.routes thead .group{padding-bottom:.1rem}
th button{all:unset;cursor:pointer;color:inherit}th button:hover{text-decoration:underline}th button:focus-visible{outline:3px solid var(--link)}
th[aria-sort]{font-weight:700;color:var(--ink)!important}th[aria-sort=descending] button::after{content:" ↓"}th[aria-sort=ascending] button::after{content:" ↑"}
.plot{white-space:nowrap}.plot>svg{display:inline-block;vertical-align:middle}.plot>span{display:inline-block;min-width:3.2rem}.plot .proportion{width:3.6rem;height:.7rem}
.ratio .equal{stroke:var(--soft);stroke-dasharray:2 2}.ratio .whisker{stroke:var(--ink);stroke-width:1.5}
.ratio .slower{fill:var(--candidate)}.ratio .faster{fill:var(--match)}.ratio .even{fill:var(--soft)}

.glossary dl{columns:2;column-gap:3rem}.glossary dl div{break-inside:avoid;padding-bottom:.7rem}.glossary dt{font-weight:600}.glossary dd{color:var(--soft)}

@media (max-width:44rem){
.column{padding:0 1rem}.decision{padding:1.5rem 0}section{margin-top:2.2rem}
.fix-first,.finding{padding:1rem}.step{grid-template-columns:1fr}.step .whole{text-align:left}.reasons{padding-left:0}
.reasons li{grid-template-columns:3.6rem 1fr}.reasons li code{grid-column:2}
.brief>div,.sides{grid-template-columns:1fr}.brief>div{padding:.45rem 0}
.evidence tr{display:block;padding-bottom:.4rem}.evidence th,.evidence td{display:block;padding:0}
.runs,.runs tbody{display:block}.runs thead{display:none}.runs tr{display:grid;grid-template-columns:1fr 1fr}.runs td.what,.parting td{grid-column:1/-1;grid-row:1}.runs td.cost{border-top:0}.runs td.cost::before{content:attr(data-label);display:block;color:var(--soft)}
.bars tr{display:grid;grid-template-columns:1fr auto;padding-bottom:.35rem}.bars td.bar{grid-column:1/-1;grid-row:2}
.row{grid-template-columns:1fr}.row.head{display:none}.cell+.cell{border-left:0}.row.same .cell+.cell,.cell.empty{display:none}.cell{grid-template-columns:2rem 1rem 1fr}
.scroll{overflow:visible;background:none;border:0;padding:0}.routes thead{display:none}
.routes,.routes tbody{display:block}.routes tr{display:grid;grid-template-columns:5fr 7fr;grid-auto-flow:dense;gap:.1rem 1.2rem;background:var(--card);border:1px solid var(--rule);border-radius:.5rem;padding:.8rem 1rem;margin-bottom:.7rem}
.routes tbody th{grid-column:1/-1;border:0;padding:0 0 .3rem;font-weight:600}
.routes td{display:flex;justify-content:space-between;gap:.6rem;border:0;padding:.1rem 0}.routes td::before{content:attr(data-label);color:var(--soft);white-space:normal;text-align:left}
.routes td.legacy{grid-column:1}.routes td.candidate{grid-column:2}.routes td.plot{grid-column:1/-1;align-items:center}.routes td.plot::before{margin-right:auto}.plot>span{text-align:right}
.glossary dl{columns:1}}
@media print{
:root{color-scheme:light;--paper:#fff}body{font-size:10.5pt}.decision{color:#000;background:none!important;border-bottom:3px solid #000}.run-facts{border-color:#000}
.finding,.fix-first,.step,.row,tr{break-inside:avoid}.finding{break-inside:auto}h2,h3{break-after:avoid}.badge,.stop{border:1px solid;color:#000;background:none}}
`
