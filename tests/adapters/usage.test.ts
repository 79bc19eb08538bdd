import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { watchUsage } from '../../src/adapters/usage.ts';
import type { Usage } from '../../src/ports/shell.ts';

async function usageOf(program: string, ...args: string[]): Promise<Usage | undefined> {
  const child = spawn(program, args, { stdio: 'ignore' });
  const watched = watchUsage(child.pid ?? 0);
  await once(child, 'exit');
  return watched.end();
}

describe.runIf(process.platform === 'linux')('what a command used', () => {
  it('is known of one that takes a twentieth of a second', async () => {
    expect((await usageOf('sleep', '0.05'))?.peakBytes).toBeGreaterThan(100_000);
  });

  it('is the most that it ever held, also when it has let go of that', async () => {
    const line = 'x = b"1" * 300_000_000; del x; import time; time.sleep(0.5)';
    expect((await usageOf('python3', '-c', line))?.peakBytes).toBeGreaterThan(300_000_000);
  });

  it('is what its processes held together', async () => {
    const line = 'x = b"1" * 100_000_000; import time; time.sleep(1)';
    const both = `python3 -c '${line}' & python3 -c '${line}'; wait`;
    expect((await usageOf('sh', '-c', both))?.peakBytes).toBeGreaterThan(200_000_000);
  });
});
