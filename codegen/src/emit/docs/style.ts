/** The look of the pages: one style sheet, written into each, so that a page needs nothing but itself. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --panel: #f6f7f9; --line: #d9dde3; --text: #1d2430; --quiet: #5b6675; --link: #0b5cad;
  --code: #eef1f5; --mark: #8a3b00; --mark-panel: #fff0e0; --send: #0b6b4f; --receive: #5a3fb0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181f; --panel: #1b212b; --line: #343d4b; --text: #e4e8ee; --quiet: #9aa6b6; --link: #7db8ff;
    --code: #242c38; --mark: #ffc48a; --mark-panel: #43301c; --send: #5fd1ac; --receive: #b7a3ff;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code, pre { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { overflow-wrap: anywhere; }
/* Lower than usual, so that it does not hide the underscores of a message name. */
a:has(> code) { text-underline-offset: .35em; }
pre { margin: 0; padding: .75rem 1rem; overflow-x: auto; background: var(--code); border-radius: 6px; }
h1, h2, h3, h4 { line-height: 1.25; overflow-wrap: anywhere; }
h1 { margin: 0 0 .25rem; font-size: 1.9rem; }
h2 { margin: 3rem 0 1rem; padding-bottom: .35rem; border-bottom: 1px solid var(--line); font-size: 1.35rem; }
h3 { margin: 0; font-size: 1.1rem; }
h4 { margin: 1.25rem 0 .4rem; font-size: .95rem; }
p { margin: .4rem 0; max-width: 46rem; }
.quiet { color: var(--quiet); }
.lead { font-size: 1.1rem; }

.bar { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: .75rem 1.5rem;
  background: var(--panel); border-bottom: 1px solid var(--line); }
.bar a { color: var(--text); text-decoration: none; }
.bar a:hover { text-decoration: underline; }
.bar a[aria-current] { color: var(--link); font-weight: 600; }
.frame { display: grid; grid-template-columns: 15rem minmax(0, 1fr); gap: 2.5rem; max-width: 80rem; margin: 0 auto; padding: 1.75rem 1.5rem 4rem; }
.frame.single { grid-template-columns: minmax(0, 1fr); max-width: 68rem; }
.contents { position: sticky; top: 4.5rem; align-self: start; max-height: calc(100vh - 5.5rem); overflow-y: auto; font-size: .9rem; }
.contents p { margin: 0 0 .25rem; font-weight: 600; }
.contents ul { margin: 0 0 1rem; padding: 0; list-style: none; }
.contents li { margin: .1rem 0; overflow-wrap: anywhere; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .875rem; color: var(--quiet); }

table { width: 100%; border-collapse: collapse; font-size: .925rem; }
th, td { padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--quiet); font-weight: 600; font-size: .825rem; white-space: nowrap; }
td:last-child, th:last-child { padding-right: 0; }
.payload td:first-child { width: 28%; }
.payload td:nth-child(2) { width: 16%; }
.payload td:nth-child(3) { width: 9%; }
.payload td:nth-child(4) { width: 19%; }
.variant td { color: var(--quiet); font-weight: 600; }
.message { margin: 1.25rem 0; padding: 1.25rem 1.5rem; background: var(--page); border: 1px solid var(--line); border-radius: 8px; }
.message:target, .channel:target { border-color: var(--link); }
.message header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .15rem .75rem; }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .2rem 1rem; margin: .75rem 0; font-size: .925rem; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; }
.badge { display: inline-block; padding: 0 .4em; border-radius: 4px; background: var(--mark-panel); color: var(--mark);
  font-size: .75rem; font-weight: 600; white-space: nowrap; }
.scroll { overflow-x: auto; }
td a, td code { overflow-wrap: normal; }
td a { white-space: nowrap; }
td:last-child code, .payload td code { overflow-wrap: anywhere; }

.picture { margin: 1.25rem 0; padding: .75rem; overflow-x: auto; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; }
.picture svg { display: block; width: 100%; min-width: 28rem; max-width: 44rem; height: auto; margin: 0 auto; }
.picture text { fill: var(--text); font: 14px system-ui, sans-serif; }
.picture .heading { fill: var(--quiet); font-size: 12px; }
.picture .box { fill: var(--page); stroke: var(--line); }
.picture .stream { fill: var(--code); stroke: var(--line); }
.picture .send { fill: none; stroke: var(--send); stroke-width: 1.75; }
.picture .receive { fill: none; stroke: var(--receive); stroke-width: 1.75; }
.picture .send-head { fill: var(--send); }
.picture .receive-head { fill: var(--receive); }
.picture a:hover .box, .picture a:hover .stream { stroke: var(--link); }

@media (max-width: 52rem) {
  .bar { position: static; padding: .75rem 1rem; }
  .frame, .frame.single { display: block; padding: 1.25rem 1rem 3rem; }
  .contents { position: static; max-height: none; margin-bottom: 1.75rem; }
  .contents ul { display: flex; flex-wrap: wrap; gap: 0 1rem; margin-bottom: .6rem; }
  .message { padding: 1rem; }
  h1 { font-size: 1.55rem; }
  /* Rows become blocks: five columns do not fit, and scrolling sideways hides which row one reads. */
  .cards, .cards tbody, .cards tr, .cards td { display: block; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .cards tr { padding: .6rem 0; border-bottom: 1px solid var(--line); }
  .cards td, .payload.cards td { width: auto; padding: .05rem 0; border: 0; }
  .cards td[data-label]::before { content: attr(data-label) " "; color: var(--quiet); font-size: .825rem; }
  .payload.cards td:nth-child(n + 2):nth-child(-n + 4) { display: inline; }
  .payload.cards td:nth-child(3)::before, .payload.cards td:nth-child(4):not(:empty)::before { content: "· "; color: var(--quiet); }
  .cards td:empty, .payload.cards td:empty { display: none; }
  td a { white-space: normal; }
  td a, td code { overflow-wrap: anywhere; }
}
@media print {
  .bar, .contents { display: none; }
  .frame { display: block; }
  .message { break-inside: avoid; }
}
`.trim();
