/** A page that shows Markdown as GitHub shows a comment. */
import { githubView, htmlOf } from './github-markdown.ts';

/** @param style of github-markdown-css. */
export function githubPage(markdown: string, style: string): string {
  return `<!doctype html>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A report</title>
<style>${style}
body { margin: 0; background: #fff; }
.markdown-body { box-sizing: border-box; max-width: 940px; margin: 0 auto; padding: 24px 32px 32px; }
@media (prefers-color-scheme: dark) { body { background: #0d1117; } }
</style>
<article class="markdown-body">${alerts(htmlOf(githubView(markdown).safe))}</article>
`;
}

/** Boxes are made after the sanitiser, from a mark in a quotation. */
function alerts(html: string): string {
  return html.replace(
    /<blockquote>\s*<p>\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*([^]*?)<\/blockquote>/g,
    (_, kind: string, rest: string) =>
      `<div class="markdown-alert markdown-alert-${kind.toLowerCase()}"><p class="markdown-alert-title">${kind[0]}${kind.slice(1).toLowerCase()}</p><p>${rest}</div>`,
  );
}
