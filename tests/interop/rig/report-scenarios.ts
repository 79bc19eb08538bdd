/** Changes of projects that a report has to be right about. */
import type { ReportProject } from './report-project.ts';

export interface Scenario {
  readonly name: string;
  /** @returns the project after the change, on a branch; the base is `main`, if there is one. */
  make(project: ReportProject): Promise<void> | void;
}

/** What names of anything may be: what ends tags, cells, fences and lines, calls people, links, loads, turns text around. */
export const HOSTILE_NAMES = [
  '</details>@team',
  'a|b\\|c',
  '`code` ``more`` ```fence```',
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1)) ![y](http://evil.example/z.png)',
  '#123 and owner/name#5 GH-7',
  '0123456789abcdef0123456789abcdef01234567 1234567',
  'https://evil.example www.evil.example me@evil.example',
  '\u202eright to left\u2066 \u200f\u05d0\u05d1',
  '😀 é 東京 \u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
  '*b* _i_ ~~s~~ :smile: $x$ - 1. +',
  '| --- | --- |',
  '</table></td><!-- --> ]]> &lt; &#64;team',
  'two\nlines\r\n@team',
  '--> end; "quoted" subgraph click',
] as const;

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'first run',
    async make(project) {
      project.write({
        'dvc.yaml': PIPELINE,
        'mltrack.yaml': GATES,
        'params.yaml': 'lr: 0.1\n',
        'metrics.in': '{"accuracy": 0.875, "loss": 0.5}\n',
      });
      await project.run('repro', '--quiet');
    },
  },
  {
    name: 'nothing changed',
    async make(project) {
      await base(project);
      project.git('checkout', '--quiet', '-b', 'change');
      project.write({ 'README.md': 'words\n' });
      project.commit('words');
    },
  },
  {
    name: 'better and worse',
    async make(project) {
      await base(project);
      project.git('checkout', '--quiet', '-b', 'change');
      project.write({ 'params.yaml': 'lr: 0.2\n', 'metrics.in': '{"accuracy": 0.75, "loss": 0.25}\n' });
      await project.run('repro', '--quiet');
      project.commit('faster');
    },
  },
  {
    name: 'failed stage',
    async make(project) {
      await base(project);
      project.git('checkout', '--quiet', '-b', 'change');
      project.write({
        'dvc.yaml': PIPELINE.replace('cp metrics.in metrics.json', 'sh fail.sh'),
        'fail.sh': "printf 'epoch 1\n```\n@team see #12\n</details>\n'\necho no memory >&2\nexit 3\n",
      });
      await project.try('repro', '--quiet');
      project.commit('broken');
    },
  },
  {
    name: 'deleted metric',
    async make(project) {
      await base(project);
      project.git('checkout', '--quiet', '-b', 'change');
      project.write({ 'metrics.in': '{"accuracy": 0.875}\n' });
      await project.run('repro', '--quiet');
      project.commit('no loss');
    },
  },
  {
    name: 'new plots file',
    async make(project) {
      await base(project);
      project.git('checkout', '--quiet', '-b', 'change');
      project.write({
        'loss.csv': 'step,loss\n0,1\n1,0.5\n2,0.25\n',
        'dvc.yaml': `${PIPELINE}plots:\n- loss.csv:\n    x: step\n    y: loss\n`,
      });
      await project.run('repro', '--quiet');
      project.commit('plot');
    },
  },
  {
    name: '500 metrics',
    make(project) {
      const metrics = (factor: number): string =>
        JSON.stringify(
          Object.fromEntries(
            Array.from({ length: 500 }, (_, index) => [
              `layer_${String(index).padStart(3, '0')}.loss`,
              index % 5 === 0 ? 1 : ((index + 1) / 7) * factor,
            ]),
          ),
        );
      project.write({ 'dvc.yaml': 'metrics:\n- metrics.json\n', 'metrics.json': metrics(1) });
      project.commit('base');
      project.git('checkout', '--quiet', '-b', 'change');
      project.write({ 'metrics.json': metrics(0.9) });
      project.commit('all of them');
    },
  },
  {
    name: '40 plots',
    make(project) {
      const names = Array.from({ length: 40 }, (_, index) => `curve_${String(index).padStart(2, '0')}`);
      const write = (factor: number): void => {
        project.write(
          Object.fromEntries(
            names.map((name, index) => [
              `plots/${name}.csv`,
              [
                'step,loss',
                ...[0, 1, 2, 3, 4].map(step => `${step},${(factor * (index + 1)) / (step + 1)}`),
                '',
              ].join('\n'),
            ]),
          ),
        );
      };
      write(1);
      project.write({
        'dvc.yaml': `plots:\n${names.map(name => `- plots/${name}.csv:\n    x: step\n    y: loss\n`).join('')}`,
      });
      project.commit('base');
      project.git('checkout', '--quiet', '-b', 'change');
      write(2);
      project.commit('all of them');
    },
  },
  {
    name: 'hostile names',
    async make(project) {
      const metrics = (value: number): string =>
        JSON.stringify(Object.fromEntries(HOSTILE_NAMES.map((name, index) => [name, value + index])));
      const file = FILE_NAMES.map(name => `${name}.json`);
      const stages = HOSTILE_NAMES.map(name => JSON.stringify(name.replace(/[\n\r]/g, ' ')));
      const write = (value: number): void => {
        project.write({
          'dvc.yaml': [
            'stages:',
            '  each:',
            `    foreach: [${stages.join(', ')}]`,
            '    do:',
            '      cmd: "true"',
            '      params: [p.yaml: ]',
            'metrics:',
            ...file.map(name => `- ${JSON.stringify(name)}`),
            '',
          ].join('\n'),
          'p.yaml': JSON.stringify(Object.fromEntries(HOSTILE_NAMES.map(name => [name, `${name} ${value}`]))),
          'mltrack.yaml': JSON.stringify({
            gates: { '*.json': { '*': { max: 10, direction: 'lower', maxRise: 1 } } },
          }),
        });
        for (const name of file) project.write({ [name]: metrics(value) });
      };
      write(1);
      await project.run('repro', '--quiet');
      project.commit('base');
      project.git('checkout', '--quiet', '-b', 'change/`@team`');
      write(3);
      await project.run('repro', '--quiet');
      project.commit('change');
    },
  },
  {
    name: 'odd values',
    make(project) {
      const write = (values: string): void => {
        project.write({ 'dvc.yaml': 'metrics:\n- metrics.json\n', 'metrics.json': values });
      };
      write(ODD_BEFORE);
      project.commit('base');
      project.git('checkout', '--quiet', '-b', 'change');
      write(ODD_AFTER);
      project.commit('odd');
    },
  },
];

/** As hostile as names of files can be. */
const FILE_NAMES = ['<img src=x onerror=alert(1)>', 'a|b `c` [x](javascript:y) #123 @team'];

const ODD_BEFORE = `{"text": "good", "was_nan": NaN, "becomes_nan": 1.5, "infinite": 1.0, "huge": 123456789012345678901234567890,
 "next": 9007199254740993, "tiny": 1e-300, "large": 1e300, "list": [1, 2.5], "yes": true, "none": null, "same_nan": NaN,
 "close": 0.123456789, "whole": 3, "negative": -0.0, "unicode": "東京"}
`;
const ODD_AFTER = `{"text": "bad", "was_nan": 0.5, "becomes_nan": NaN, "infinite": Infinity, "huge": 123456789012345678901234567891,
 "next": 9007199254740992, "tiny": 2e-300, "large": 2e300, "list": [1, 3.5], "yes": false, "none": 1, "same_nan": NaN,
 "close": 0.123456788, "whole": 3.0, "negative": 0.5, "unicode": "大阪"}
`;

const PIPELINE = `stages:
  prepare:
    cmd: echo rows > prepared.txt
    outs:
    - prepared.txt
  train:
    cmd: cp metrics.in metrics.json
    deps:
    - prepared.txt
    - metrics.in
    params:
    - lr
    metrics:
    - metrics.json:
        cache: false
`;

const GATES = 'gates: {metrics.json: {accuracy: {direction: higher, maxDrop: 0.02, min: 0.7}}}\n';

/** Reproduced and committed on `main`. */
async function base(project: ReportProject): Promise<void> {
  project.write({
    'dvc.yaml': PIPELINE,
    'mltrack.yaml': GATES,
    'params.yaml': 'lr: 0.1\n',
    'metrics.in': '{"accuracy": 0.875, "loss": 0.5}\n',
  });
  await project.run('repro', '--quiet');
  project.commit('base');
}
