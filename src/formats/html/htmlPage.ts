import { escape } from './escape.ts';

export interface HtmlTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface HtmlSection {
  readonly heading?: string;
  /** Plain text. */
  readonly paragraphs?: readonly string[];
  /** Elements from `svgLines` and its like; they are put in as they are. */
  readonly svg?: string | readonly string[];
  readonly table?: HtmlTable;
}

export interface HtmlPage {
  readonly title: string;
  readonly sections: readonly HtmlSection[];
}

const style = `
:root { color-scheme: light dark; --ink: #20242b; --soft: #626b78; --rule: #d9dde3; --paper: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #dfe4ea; --soft: #98a2b0; --rule: #39404b; --paper: #14171c; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.55 system-ui, sans-serif; }
main { max-width: 800px; margin: 0 auto; padding: 48px 20px 80px; }
h1 { font-size: 30px; line-height: 1.2; letter-spacing: -0.01em; margin: 0 0 28px; text-wrap: balance; }
h2 { font-size: 20px; line-height: 1.3; margin: 44px 0 10px; }
p { margin: 0 0 14px; max-width: 66ch; overflow-wrap: break-word; }
figure, .table { margin: 18px 0 22px; overflow-x: auto; }
svg { display: block; max-width: 100%; min-width: min(560px, 100%); height: auto; }
table { border-collapse: collapse; font-size: 15px; font-variant-numeric: tabular-nums; }
th { color: var(--soft); font-weight: 500; text-align: left; border-bottom: 1px solid var(--ink); }
th, td { padding: 6px 22px 6px 0; border-bottom: 1px solid var(--rule); vertical-align: baseline; }
.number { text-align: right; }
th:last-child, td:last-child { padding-right: 2px; }
@media (max-width: 600px) { svg { min-width: 560px; } main { padding-top: 28px; } }
@media print { main { padding: 0; } figure, .table { break-inside: avoid; } }
`;

/** A page that needs nothing but itself: no script, no network (its policy forbids both), for screen and paper. */
export function htmlPage({ title, sections }: HtmlPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escape(title)}</h1>
${sections.map(sectionText).join('\n')}
</main>
</body>
</html>
`;
}

function sectionText({ heading, paragraphs = [], svg = [], table }: HtmlSection): string {
  const pictures = typeof svg === 'string' ? [svg] : svg;
  const parts = [
    ...(heading === undefined ? [] : [`<h2>${escape(heading)}</h2>`]),
    ...paragraphs.map((text) => `<p>${escape(text)}</p>`),
    ...pictures.map((picture) => `<figure>${picture}</figure>`),
    ...(table ? [tableText(table)] : []),
  ];
  return `<section>\n${parts.join('\n')}\n</section>`;
}

/** Columns whose every cell is a number are set to the right. */
function tableText({ columns, rows }: HtmlTable): string {
  const numeric = columns.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'));
  const cell = (tag: 'th' | 'td', value: string | number, i: number): string => {
    const text = typeof value === 'number' ? String(value).replace('-', '−') : escape(value);
    return `<${tag}${numeric[i] ? ' class="number"' : ''}>${text}</${tag}>`;
  };
  const head = columns.map((name, i) => cell('th', name, i)).join('');
  const body = rows.map((row) => `<tr>${row.map((value, i) => cell('td', value, i)).join('')}</tr>`);
  return `<div class="table"><table>\n<tr>${head}</tr>\n${body.join('\n')}\n</table></div>`;
}
