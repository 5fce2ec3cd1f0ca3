// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace latch::flow {

/// The style sheet of the report, for light and dark screens and for paper.
inline constexpr std::string_view html_style = R"(
:root { color-scheme: light dark; --ground: #fff; --text: #1c2128; --faint: #59636e; --line: #d4dae0;
  --panel: #f5f7f9; --good: #197a3c; --bad: #c5222b; --broken: #a14a00; --skipped: #59636e;
  --other: #c9d1d9; --resolve: #8250df; --connect: #d97f00; --tls: #bf3989; --wait: #2b8a3e; --transfer: #1f6feb; }
@media (prefers-color-scheme: dark) { :root { --ground: #0f1318; --text: #e2e7ec; --faint: #98a2ad; --line: #303740;
  --panel: #181d24; --good: #4cc272; --bad: #ff7b72; --broken: #f0a35e; --skipped: #98a2ad;
  --other: #3d444d; --resolve: #a98bf5; --connect: #e3a63b; --tls: #e77fb8; --wait: #57ab5a; --transfer: #58a6ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 80rem; background: var(--ground); color: var(--text);
  font: 15px/1.45 system-ui, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.4rem; } h2 { margin: 2rem 0 .5rem; font-size: 1.05rem; }
h1, h2, summary, pre { overflow-wrap: anywhere; }
p { margin: .25rem 0; color: var(--faint); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: .75rem 0; padding: 0; list-style: none;
  font-size: .85rem; color: var(--faint); }
.legend svg { width: .8rem; height: .8rem; margin-right: .35rem; vertical-align: -.1rem; }
details { border: 1px solid var(--line); border-bottom-width: 0; }
details:first-of-type { border-radius: 6px 6px 0 0; }
details:last-of-type { border-bottom-width: 1px; border-radius: 0 0 6px 6px; }
summary { display: grid; grid-template-columns: 5rem minmax(12rem, 2fr) minmax(8rem, 1fr) minmax(8rem, 2fr) 5rem;
  gap: .75rem; align-items: center; padding: .45rem .75rem; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary:hover, details[open] > summary { background: var(--panel); }
summary > :last-child { text-align: right; font-variant-numeric: tabular-nums; }
summary svg { width: 100%; height: .8rem; background: var(--panel); border-radius: 2px; }
.answer, .time { color: var(--faint); font-size: .9rem; }
.outcome { font-weight: 600; font-size: .85rem; }
.passed { color: var(--good); } .failed { color: var(--bad); } .error { color: var(--broken); } .skipped { color: var(--skipped); }
.inside { padding: .25rem .75rem .75rem; border-top: 1px solid var(--line); }
h3 { margin: .75rem 0 .25rem; font-size: .85rem; color: var(--faint); font-weight: 600; }
pre { margin: 0; padding: .6rem .75rem; max-height: 30rem; overflow: auto; white-space: pre-wrap; background: var(--panel);
  border-radius: 4px; font: 13px/1.45 ui-monospace, monospace; }
.other { fill: var(--other); } .resolve { fill: var(--resolve); } .connect { fill: var(--connect); } .tls { fill: var(--tls); }
.wait { fill: var(--wait); } .transfer { fill: var(--transfer); }
@media (max-width: 50rem) { summary { grid-template-columns: 5rem 1fr 4rem; } .answer, summary svg { display: none; } }
@media print { pre { max-height: none; } }
)";

} // namespace latch::flow
