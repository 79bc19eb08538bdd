import type { Browser, Page } from 'playwright-core';

/** A page in a browser, with all that it asked for and complained of. */
export interface SeenPage {
  readonly page: Page;
  /** Addresses that it asked for, without what it holds itself. */
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
  /** Looks at all of it from top to end, as a reader would, and goes back. */
  scrollThrough(): Promise<void>;
  close(): Promise<void>;
}

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  /** Before anything is loaded. */
  readonly prepare?: (page: Page) => Promise<void>;
}

export async function openPage(browser: Browser, url: string, look: Look = {}): Promise<SeenPage> {
  const { width = 1200, height = 900, scheme = 'light' } = look;
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', request => {
    if (!/^(data|blob):/.test(request.url())) requests.push(request.url());
  });
  page.on('console', message => complaints.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', error => complaints.push(error.message));
  await look.prepare?.(page);
  await page.goto(url);
  return {
    page,
    requests,
    complaints,
    async scrollThrough() {
      const whole = await page.evaluate('document.documentElement.scrollHeight');
      for (let y = 0; y < Number(whole); y += height / 2) {
        await page.evaluate(`scrollTo(0, ${y})`);
        await page.waitForTimeout(60);
      }
      await page.evaluate('scrollTo(0, 0)');
      await page.waitForTimeout(300);
    },
    close: () => context.close(),
  };
}
