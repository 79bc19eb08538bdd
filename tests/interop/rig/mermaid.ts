/** Mermaid as forges run it, in a real browser: an old version and a new one. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { npmPackage } from './npm-package.ts';

/** GitHub's is behind, others' are not. */
export const MERMAID_VERSIONS = ['10.9.6', '12.3.0'] as const;

/** A diagram as it was drawn. */
export interface DrawnDiagram {
  /** What is read in it, in order, without blanks around. */
  readonly texts: readonly string[];
  /** Elements that do something when clicked, or load something. */
  readonly live: number;
}

/** Draws diagrams. @throws when one is not understood. */
export async function drawDiagrams(
  browser: Browser,
  version: (typeof MERMAID_VERSIONS)[number],
  diagrams: readonly string[],
): Promise<readonly DrawnDiagram[]> {
  const page = await browser.newPage();
  try {
    await page.setContent('<!doctype html><body></body>');
    await page.addScriptTag({ path: join(npmPackage('mermaid', version), 'dist/mermaid.min.js') });
    const drawn = await page.evaluate(`(async diagrams => {
      mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
      const drawn = [];
      for (const [index, diagram] of diagrams.entries()) {
        await mermaid.parse(diagram);
        const { svg } = await mermaid.render('drawn' + index, diagram);
        const holder = document.createElement('div');
        holder.innerHTML = svg;
        document.body.append(holder);
        const texts = [...holder.querySelectorAll('.nodeLabel, text')].map(each => each.textContent.trim());
        const live = holder.querySelectorAll('a, script, img, image, iframe, [onclick], [onerror]').length;
        drawn.push({ texts: texts.filter(text => text !== ''), live });
      }
      return drawn;
    })(${JSON.stringify(diagrams)})`);
    return drawn as readonly DrawnDiagram[];
  } finally {
    await page.close();
  }
}
