"""The looks of the report page: light, dark or on paper; nothing is loaded."""

# No rule may load anything: what a name says stays text.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
# By place in diagnosis.TYPES, then what nothing found; they tell apart without red and green.
TYPE_COLOURS = ("#2f9e8f", "#8e7cc3", "#d1699c", "#e0a030", "#c97b3d", "#7d8791", "#4d7fb8")
STYLE = """
:root { color-scheme: light dark; --ink: #1b1d20; --faint: #5b6168; --line: #d8dce0;
  --paper: #ffffff; --raised: #f4f6f8; --accent: #1f6fb8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --faint: #a0a7af; --line: #3a3f45;
  --paper: #17191c; --raised: #212429; --accent: #5ba3e0; } }
* { box-sizing: border-box; }
body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 1180px; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.8rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; }
h3 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; overflow-wrap: anywhere; }
a { color: var(--accent); } .faint { color: var(--faint); } .scroll { overflow-x: auto; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; margin: 1.2rem 0; }
.figures div { background: var(--raised); border: 1px solid var(--line); border-radius: 8px;
  padding: .6rem 1rem; min-width: 8rem; } .figures dt { color: var(--faint); }
.figures dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: var(--faint);
  padding-bottom: .3rem; } th, td { text-align: left; padding: .3rem .6rem;
  border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; } thead th:first-child { min-width: 9rem; }
tfoot th, tfoot td { border-top: 2px solid var(--line); font-weight: 600; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.w { width: 16%; min-width: 4.5rem; } td.w { vertical-align: middle; }
.bar { display: block; height: .7rem; border-radius: 2px; margin-top: .3rem; }
i { display: inline-block; width: .8em; height: .8em; border-radius: 2px; margin-right: .5em; }
.curves { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); }
figure { margin: 0; } figcaption { font-size: .9rem; overflow-wrap: anywhere; }
svg { width: 100%; height: auto; display: block; } svg text { fill: var(--faint); font-size: 10px; }
svg .frame { fill: var(--raised); } svg .grid { stroke: var(--line); }
svg .curve { fill: none; stroke: var(--accent); stroke-width: 1.8; }
svg .mark { fill: var(--accent); } svg .column { fill: var(--accent); }
svg .value { fill: var(--ink); font-size: 11px; }
@media print { :root { color-scheme: light; --ink: #000; --faint: #444; --line: #bbb;
  --paper: #fff; --raised: #f4f4f4; --accent: #1f6fb8; }
  body { margin: 0; max-width: none; font-size: 9.5pt; } .scroll { overflow: visible; }
  .curves { grid-template-columns: repeat(3, 1fr); } tfoot { display: table-row-group; }
  figure, tr, svg { break-inside: avoid; } h2, h3 { break-after: avoid; }
  rect, i, .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
