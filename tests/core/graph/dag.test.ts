import { describe, expect, it } from 'vitest';
import { dagView } from '../../../src/core/graph/dag.ts';
import type { DagOptions } from '../../../src/core/graph/dag.ts';
import { renderDot } from '../../../src/core/graph/dot.ts';
import { labelsFrom } from '../../../src/core/graph/labels.ts';
import { renderMermaid, renderMermaidBlock } from '../../../src/core/graph/mermaid.ts';
import type { Drawing } from '../../../src/model/graph.ts';
import { ROOT } from '../../../src/model/path.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import type { StageId } from '../../../src/model/stage.ts';
import { data, graphOf, id, stage } from './stages.ts';

/** The texts below are what `dag` of DVC 3.67.1 prints of this project, file names aside. */
const graph = graphOf(
  stage('evaluate', { deps: ['model', 'data/prepared'], outs: ['m.json'] }),
  stage('train', { deps: ['data/prepared/x.csv'], params: ['sub/conf.yaml'], outs: ['model'] }),
  stage('prepare', { deps: ['data/raw'], outs: ['data/prepared'] }),
  stage('other'),
  data('raw.data', { outs: ['data/raw'] }),
  stage('conf', { file: 'sub/pipeline.yaml', outs: ['conf.yaml'] }),
);

function view(options: DagOptions = {}, folder: RepoPath = ROOT): ReturnType<typeof dagView> {
  return dagView(graph, options, labelsFrom(folder));
}

function flow(drawing: Drawing): string {
  return drawing.edges.map(([from, to]) => `${from}>${to}`).join(' ');
}

describe('mermaid', () => {
  it('numbers stages component by component, sorted by name', () => {
    expect(renderMermaid(view())).toMatchInlineSnapshot(`
      "flowchart TD
      	node1["evaluate"]
      	node2["prepare"]
      	node3["raw.data"]
      	node4["sub/pipeline.yaml:conf"]
      	node5["train"]
      	node2-->node1
      	node2-->node5
      	node3-->node2
      	node4-->node5
      	node5-->node1
      	node6["other"]"
    `);
  });

  it('names stages as seen from the folder of the user', () => {
    expect(renderMermaid(view({}, 'sub' as RepoPath))).toMatchInlineSnapshot(`
      "flowchart TD
      	node1["../pipeline.yaml:evaluate"]
      	node2["../pipeline.yaml:prepare"]
      	node3["../pipeline.yaml:train"]
      	node4["../raw.data"]
      	node5["conf"]
      	node2-->node1
      	node2-->node3
      	node3-->node1
      	node4-->node2
      	node5-->node3
      	node6["../pipeline.yaml:other"]"
    `);
  });

  it('shows outputs, in a block for Markdown', () => {
    expect(renderMermaidBlock(view({ outs: true }))).toMatchInlineSnapshot(`
      "\`\`\`mermaid
      flowchart TD
      	node1["data/prepared"]
      	node2["data/raw"]
      	node3["m.json"]
      	node4["model"]
      	node5["sub/conf.yaml"]
      	node1-->node3
      	node1-->node4
      	node2-->node1
      	node4-->node3
      	node5-->node4
      \`\`\`"
    `);
  });

  it('sorts names by code point and leaves them as they are', () => {
    const odd = graphOf(stage('\u{1f600}'), stage('\uff21'), stage('a"b'), stage('Z'));
    const wanted = [
      'flowchart TD',
      '\tnode1["\u{1f600}"]',
      '\tnode2["\uff21"]',
      '\tnode3["a"b"]',
      '\tnode4["Z"]',
    ];
    expect(renderMermaid(dagView(odd, {}, labelsFrom(ROOT))).split('\n')).toEqual(wanted);
    const joined = graphOf(
      stage('all', { deps: ['1', '2', '3'] }),
      stage('\u{1f600}', { outs: ['1'] }),
      stage('\uff21', { outs: ['2'] }),
      stage('a"b', { outs: ['3'] }),
    );
    expect(renderMermaid(dagView(joined, {}, labelsFrom(ROOT))).match(/\[".*"\]/g)).toEqual([
      '["a"b"]',
      '["all"]',
      '["\uff21"]',
      '["\u{1f600}"]',
    ]);
  });

  it('of nothing is the first line alone', () => {
    expect(renderMermaid(dagView(graphOf(), {}, labelsFrom(ROOT)))).toBe('flowchart TD');
  });
});

describe('dot', () => {
  it('keeps the order of stages, for edges too', () => {
    expect(renderDot(view())).toMatchInlineSnapshot(`
      "strict digraph {
      "evaluate";
      "train";
      "prepare";
      "other";
      "raw.data";
      "sub/pipeline.yaml:conf";
      "train" -> "evaluate";
      "prepare" -> "evaluate";
      "prepare" -> "train";
      "raw.data" -> "prepare";
      "sub/pipeline.yaml:conf" -> "train";
      }
      "
    `);
  });

  it('keeps the order of outputs', () => {
    expect(renderDot(view({ outs: true }))).toMatchInlineSnapshot(`
      "strict digraph {
      "m.json";
      "model";
      "data/prepared";
      "data/raw";
      "sub/conf.yaml";
      "model" -> "m.json";
      "data/prepared" -> "m.json";
      "data/prepared" -> "model";
      "data/raw" -> "data/prepared";
      "sub/conf.yaml" -> "model";
      }
      "
    `);
  });

  it('takes quotes inside a name as they are, and escapes one at an end, which puts that name first', () => {
    expect(
      renderDot({
        nodes: ['a"b', '"c"', 'x', 'd"'],
        edges: [
          ['d"', 'a"b'],
          ['d"', 'x'],
        ],
      }),
    ).toBe('strict digraph {\n"c";\n"d\\"";\n"x";\n"a"b";\n"d\\"" -> "x";\n"d\\"" -> "a"b";\n}\n');
  });

  it('is not strict when a node reads from itself', () => {
    expect(renderDot({ nodes: ['a'], edges: [['a', 'a']] })).toBe('digraph {\n"a";\n"a" -> "a";\n}\n');
  });
});

describe('dagView', () => {
  it('of a target shows what it needs', () => {
    const train = view({ targets: [{ stage: id('train') }] });
    expect(train.nodes).toEqual(['train', 'prepare', 'raw.data', 'sub/pipeline.yaml:conf']);
    expect(flow(train)).toBe('prepare>train sub/pipeline.yaml:conf>train raw.data>prepare');
    expect(train.components).toHaveLength(1);
  });

  it('of several targets shows what any of them needs', () => {
    const both = view({ targets: [{ stage: id('other') }, { stage: id('prepare') }] });
    expect(both.nodes).toEqual(['prepare', 'other', 'raw.data']);
    expect(both.components.map(part => part.nodes)).toEqual([['prepare', 'raw.data'], ['other']]);
  });

  it('of a target in full shows all that is connected', () => {
    expect(view({ targets: [{ stage: id('train') }], full: true }).nodes).toEqual([
      'evaluate',
      'train',
      'prepare',
      'raw.data',
      'sub/pipeline.yaml:conf',
    ]);
  });

  it.each<[string, StageId, string | undefined, string[]]>([
    [
      'all outputs of the stage',
      id('train'),
      undefined,
      ['model', 'data/prepared', 'data/raw', 'sub/conf.yaml'],
    ],
    ['one output', id('prepare'), 'data/prepared', ['data/prepared', 'data/raw']],
    ['an output by a file in it', id('prepare'), 'data/prepared/x.csv', ['data/prepared', 'data/raw']],
    [
      'everything for a stage that makes nothing, as DVC does',
      id('other'),
      undefined,
      ['m.json', 'model', 'data/prepared', 'data/raw', 'sub/conf.yaml'],
    ],
  ])('with outputs starts from %s', (_, target, path, wanted) => {
    const targets = [{ stage: target, ...(path === undefined ? {} : { path: path as RepoPath }) }];
    expect(view({ outs: true, targets }).nodes).toEqual(wanted);
  });

  it('collapses generated stages into one node, without those of data files', () => {
    const generated = graphOf(
      stage('train@a', { deps: ['x'], outs: ['a'] }),
      stage('train@b', { deps: ['x', 'a'], outs: ['b'] }),
      stage('report', { deps: ['a', 'b'] }),
      data('x@1.data', { outs: ['x'] }),
    );
    const collapsed = dagView(generated, { collapse: true }, labelsFrom(ROOT));
    expect(collapsed.nodes).toEqual(['report', 'x@1.data', 'train']);
    expect(flow(collapsed)).toBe('x@1.data>train train>train train>report');
    expect(dagView(generated, {}, labelsFrom(ROOT)).nodes).toContain('train@b');
  });
});
