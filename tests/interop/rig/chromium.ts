/** A real browser: the system's Chromium, driven by playwright-core, which brings none of its own. */
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { chromiumProgram } from './chromium-program.ts';

export function startBrowser(): Promise<Browser> {
  return chromium.launch(chromiumProgram());
}
