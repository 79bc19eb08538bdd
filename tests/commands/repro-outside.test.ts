import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

describe('an output outside the project', () => {
  const pipeline = `stages:
  e: {cmd: "echo >> ../e.runs; cat in >> ../made", deps: [in], outs: [../made: {cache: false}]}
  f: {cmd: cp ../made f, deps: [../made], outs: [f]}
`;

  it('is recorded as it is, joins stages, and is never removed', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'dvc.yaml': pipeline, in: '1\n' });
    expect((await rig.mltrack('repro -q')).code).toBe(0);
    expect(rig.read('dvc.lock')).toContain('- path: ../made\n      hash: md5\n      md5: ');
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
    rig.write({ '../made': 'edited\n' });
    expect((await rig.mltrack('status')).stdout).toMatch(
      /^e:\n\tchanged outs:\n\t\tmodified: +\/.*\/made\nf:/,
    );
    await rig.mltrack('repro -q');
    // The command added to what was there.
    expect([rig.read('../made'), rig.read('f'), rig.runs('e')]).toEqual(['edited\n1\n', 'edited\n1\n', 2]);
    for (const line of ['gc -w -f', 'checkout -f', 'commit -f', 'remove e --outs']) await rig.mltrack(line);
    expect(rig.read('../made')).toBe('edited\n1\n');
  });

  it.each([
    ['../o', 'Saving cached external output $ROOT/../o is not supported since DVC 3.0.'],
    ['s3://bucket/o', "output 's3://bucket/o': what lies there cannot be looked at yet."],
  ])('fails only the stage that would save it: %s', async (path, message) => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': `stages:\n  e: {cmd: echo e > ../o, outs: ["${path}"]}\n  g: {cmd: echo g > g, outs: [g]}\n`,
    });
    expect((await rig.mltrack('repro -q g')).code).toBe(0);
    const status = await rig.mltrack('status');
    expect(status.stdout).toMatch(/^e:\n\tchanged outs:\n\t\tdeleted: +\S+\n$/);
    const failed = await rig.mltrack('repro -q e');
    expect(failed.code).toBe(255);
    expect(failed.stderr).toContain(message.replace('$ROOT/../o', rig.root.replace(/project$/, 'o')));
    expect((await rig.mltrack('stage list')).stdout).toContain(`Outputs ${path}`);
  });
});

describe('an output outside the project that could not be stored', () => {
  it.each([
    ['status', {}],
    ['repro', {}],
    ['repro --dry', {}],
    ['why', {}],
    ['commit -f', {}],
    ['repro -f', { frozen: true }],
  ])('is refused by `%s` without being looked into', async (line, more) => {
    using rig = await Rig.create('dvc');
    const elsewhere = join(rig.root, '../elsewhere');
    const stage = { cmd: 'echo run >> ../e.runs', outs: [elsewhere], ...more };
    rig.write({
      '../elsewhere/file': '1\n',
      'dvc.yaml': JSON.stringify({ stages: { e: stage } }),
    });
    // A walk would fail over it.
    symlinkSync('nowhere', join(elsewhere, 'broken'));
    const { code, stderr } = await rig.mltrack(line);
    expect(code).toBe(/^(commit|status)/.test(line) ? 1 : 255);
    expect(stderr).toContain(`Saving cached external output ${elsewhere.replace(rig.root, '$ROOT')} is not`);
    expect(rig.runs('e')).toBe(0);
  });
});

describe('a dependency on a web server', () => {
  it('makes its stage stale when the server gives another checksum, and is told when it cannot be read', async () => {
    let etag: string | undefined = '"1"';
    const [url, close] = await serve((request, response) => {
      response.writeHead(etag === undefined ? 404 : 200, { ETag: etag ?? '', 'Content-Length': 2 });
      response.end(request.method === 'GET' ? 'x\n' : undefined);
    });
    try {
      using rig = await Rig.create('dvc');
      rig.write({ 'dvc.yaml': `stages:\n  a: {cmd: echo a > a, deps: ["${url}/x"], outs: [a]}\n` });
      await rig.mltrack('repro -q');
      expect(rig.read('dvc.lock')).toContain(
        `    - path: ${url}/x\n      hash: md5\n      checksum: '"1"'\n      size: 2\n`,
      );
      expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
      etag = '"2"';
      expect((await rig.mltrack('status')).stdout).toContain(`modified:           ${url}/x`);
      expect((await rig.mltrack('repro')).stdout).toContain("Running stage 'a'");
      etag = undefined;
      const failed = await rig.mltrack('repro -q');
      expect(failed.stderr).toContain(`dependency '${url}/x' does not exist`);
      expect(failed.stderr).toContain('404 Not Found');
    } finally {
      close();
    }
  });

  it('elsewhere is left alone by `commit` as long as nothing changed', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': 'stages:\n  a: {cmd: echo a > a, outs: [a]}\n  b: {cmd: echo b > b, outs: [b]}\n',
    });
    await rig.mltrack('repro -q');
    const dependency = 'deps:\n    - path: s3://b/x\n      hash: md5\n      etag: abc\n    ';
    rig.write({
      'dvc.yaml': rig.read('dvc.yaml').replace('echo a > a,', 'echo a > a, deps: ["s3://b/x"],'),
      'dvc.lock': rig.read('dvc.lock').replace('outs:', `${dependency}outs:`),
    });
    expect(await rig.mltrack('commit')).toMatchObject({ code: 0, stderr: '' });
    expect(rig.read('dvc.lock')).toContain('etag: abc');
  });
});

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<readonly [url: string, close: () => void]> {
  const server = createServer(answer);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return [
    `http://127.0.0.1:${port}`,
    () => {
      server.closeAllConnections();
      server.close();
    },
  ];
}
