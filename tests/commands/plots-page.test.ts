import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PageChart, PageIndex, PagePictures } from '../../src/model/plot-page.ts';
import { Rig } from '../rig/rig.ts';

const LOSS = 'step,loss\n0,1\n1,0.5\n';

function blockIn(html: string, id: string): unknown {
  const [, json = 'null'] =
    new RegExp(`<script type="application/json" id="${id}">(.*)</script>`).exec(html) ?? [];
  return JSON.parse(json);
}

describe('plots show', () => {
  it('writes a page into the folder of its layout, and says where', async () => {
    for (const [layout, folder] of [['dvc', 'dvc_plots'] as const, ['mltrack', 'mltrack_plots'] as const]) {
      using rig = await Rig.create(layout);
      rig.write({ 'loss.csv': LOSS });
      expect(await rig.mltrack('plots show loss.csv')).toEqual({
        code: 0,
        stdout: `file://$ROOT/${folder}/index.html\n`,
        stderr: '',
      });
      const html = rig.read(`${folder}/index.html`);
      expect(blockIn(html, 'index')).toEqual({
        revisions: ['workspace'],
        plots: [{ name: 'loss.csv', title: 'loss.csv', kind: 'chart' }],
        troubles: [],
      });
      expect(html).toContain("default-src 'none'");
      expect(html).not.toContain('connect-src');
      expect(html).not.toMatch(/<(?:script|link|img)[^>]*(?:src|href)="?http/);
    }
  });

  it('writes where the config or the command line says', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'loss.csv': LOSS });
    await rig.mltrack('config plots.out_dir reports/plots');
    await rig.mltrack('plots show loss.csv');
    expect(rig.has('reports/plots/index.html')).toBe(true);
    const { stdout } = await rig.mltrack(['plots', 'show', 'loss.csv', '-o', "a folder's"]);
    expect(stdout).toBe('file://$ROOT/a%20folder%27s/index.html\n');
  });

  it('says that there is nothing to draw', async () => {
    using rig = await Rig.create('dvc');
    const nothing = {
      code: 0,
      stdout: '',
      stderr: 'No plots were loaded, visualization file will not be created.\n',
    };
    expect(await rig.mltrack('plots show')).toEqual(nothing);
    expect(await rig.mltrack('plots diff')).toEqual(nothing);
    expect(rig.has('dvc_plots')).toBe(false);
  });

  it('names what it cannot draw, with the reason, and draws the rest', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'loss.csv': LOSS,
      'holes.csv': 'step,loss\n0,1\n1,nan\n',
      'bad.json': '{"a": ',
      'long.csv': `n\n${'1\n'.repeat(200_001)}`,
      'dvc.yaml': 'plots: [loss.csv, holes.csv, bad.json, gone.csv, long.csv, {odd.csv: {template: nope}}]\n',
      'odd.csv': LOSS,
    });
    const { code, stdout, stderr } = await rig.mltrack('plots show');
    expect(code).toBe(255);
    expect(stdout).toBe('file://$ROOT/dvc_plots/index.html\n');
    const html = rig.read('dvc_plots/index.html');
    const { plots, troubles } = blockIn(html, 'index') as PageIndex;
    expect(plots).toHaveLength(6);
    expect(troubles.map(({ plot, file = plot, reason }) => [file, reason])).toEqual([
      ['holes.csv', "1 of 2 values of 'loss' is no number and is left out ('nan' in row 2)"],
      ['bad.json', expect.stringContaining('1:7')],
      ['gone.csv', 'there is no such file'],
      ['odd.csv', "Template 'nope' not found."],
    ]);
    for (const { plot = '', file = plot, reason } of troubles)
      expect(stderr).toContain(`WARNING: '${file}' in 'workspace': ${reason}`);
    expect(stderr).toContain("DVC failed to load some plots for following revisions: 'workspace'.");
    expect(stderr).toContain("ERROR: Template 'nope' not found.");
    const long = blockIn(html, `plot-${plots.findIndex(({ name }) => name === 'long.csv')}`) as PageChart;
    expect(long.sample).toMatch(/^[\d,]+ of 200,001 rows, highs and lows kept$/);
    expect(long.data[0]?.rows).toBeLessThanOrEqual(20_000);
  });

  it('puts small pictures into the page, large ones only beside it', async () => {
    using rig = await Rig.create('dvc');
    const large = new Uint8Array(1_000_001).fill(7);
    rig.write({ 'img/small.png': 'small', 'img/la rge.png': large, 'dvc.yaml': 'plots: [img]\n' });
    rig.commit('start');
    rig.write({ 'img/small.png': 'other' });
    await rig.mltrack('plots diff HEAD');
    const html = rig.read('dvc_plots/index.html');
    const pictures = [0, 1].map(number => blockIn(html, `plot-${number}`) as PagePictures);
    const urls = pictures.map(each => each.pictures.map(({ url, same }) => [url, same]));
    expect(urls).toEqual([
      [
        ['static/workspace_img_la%20rge.png', 0],
        ['static/HEAD_img_la%20rge.png', 0],
      ],
      [
        ['data:image/png;base64,b3RoZXI=', 0],
        ['data:image/png;base64,c21hbGw=', 1],
      ],
    ]);
    for (const name of ['workspace_img_small.png', 'HEAD_img_small.png', 'HEAD_img_la rge.png'])
      expect(rig.has(`dvc_plots/static/${name}`)).toBe(true);
  });

  it('fills a page of the user’s own, named in the config or on the command line', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'loss.csv': LOSS,
      '.dvc/mine.html': '<html>{refresh_tag}{scripts}<main>{plot_divs}</main></html>',
      'none.html': '<html>{scripts}</html>',
    });
    await rig.mltrack('config plots.html_template mine.html');
    await rig.mltrack('plots show loss.csv --cdn');
    const html = rig.read('dvc_plots/index.html');
    expect(html).toMatch(/<main><div id="loss_csv"><\/div>\n<script>vegaEmbed\(/);
    expect(html).toContain('https://cdn.jsdelivr.net/npm/vega@');
    expect(html).not.toMatch(/{(?:plot_divs|scripts|refresh_tag)}/);
    expect(await rig.mltrack('plots show loss.csv --html-template none.html')).toMatchObject({
      code: 255,
      stderr: "ERROR: HTML template has to contain '{plot_divs}'.\n",
    });
    expect((await rig.mltrack('plots show loss.csv --html-template gone.html')).stderr).toContain(
      "there is no page template 'gone.html'",
    );
  });

  it('opens the page, and says so when it cannot', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'loss.csv': LOSS });
    const opened = `${rig.root}/../opened`;
    const shown = await rig.mltrack('plots show loss.csv --open', '', {
      BROWSER: `printf %s > ${opened}; :`,
    });
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toContain('\tdvc config plots.auto_open true\n');
    expect(existsSync(opened) && readFileSync(opened, 'utf8')).toBe(
      `file://${rig.root}/dvc_plots/index.html`,
    );
    const failed = await rig.mltrack('plots show loss.csv --open', '', {
      BROWSER: 'false',
      PATH: '/nowhere',
    });
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('Please try opening it manually.');
  });
});
