/** Styles of the doctor's page, in addition to those of every page. */
export const doctorStyle = `
.tally{display:flex;flex-wrap:wrap;gap:.5rem 2rem;list-style:none;margin-top:1.1rem;font-size:1.05rem}.tally a{color:#fff}.tally strong{font-size:1.6rem;font-variant-numeric:tabular-nums}
.badge.blocker{background:var(--critical)}.badge.warning{background:var(--major);border:0;padding-left:.5rem}.badge.info{background:var(--minor)}
.row-of-doctor{background:var(--card);border:1px solid var(--rule);border-radius:.5rem;padding:1rem 1.5rem 1.1rem;margin-top:.8rem}
.row-of-doctor .side code{font-size:.95rem}.row-of-doctor .sides{margin-top:.6rem}
.row-of-doctor .places{columns:18rem auto;column-gap:2rem;padding-left:1.1rem;font-size:.92rem}
.row-of-doctor .places li{break-inside:avoid;overflow-wrap:anywhere}
.row-of-doctor .brief{margin-top:.5rem}.row-of-doctor .brief .fix{font-weight:600}
.title-of-row{display:grid;grid-template-columns:auto 1fr auto;gap:.2rem .8rem;align-items:baseline}
.infos{width:100%}.infos th,.infos td{padding:.5rem 1.2rem .5rem 0;border-top:1px solid var(--rule);overflow-wrap:anywhere}.infos thead th{border-top:0;color:var(--soft)}
.infos tbody th{font-weight:600;min-width:12rem}.infos td.legacy,.infos td.candidate{min-width:9rem}
@media print{.tally a{color:#000}}
@media (max-width:44rem){.title-of-row{grid-template-columns:1fr auto}.title-of-row h3{grid-column:1/-1;grid-row:2}.title-of-row .badge{justify-self:start}.infos thead{display:none}.infos tr,.infos td,.infos tbody th{display:block;border:0;padding:.1rem 0}.infos tr{background:var(--card);border:1px solid var(--rule);border-radius:.5rem;padding:.8rem 1rem;margin-bottom:.7rem}
.infos td::before{content:attr(data-label) ": ";color:var(--soft)}}
`
