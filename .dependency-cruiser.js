/** The layers of docs/ARCHITECTURE.md as rules. Each comment says what to do when the rule fires. */
const layer = (name, mayImport, comment) => ({
  name: `${name}-imports`,
  severity: 'error',
  comment,
  from: { path: `^src/${name}/` },
  to: { path: '^src/', pathNot: mayImport.map(other => `^src/${other}`) },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    layer('model', ['model/'], 'The nouns import nothing. Move logic to core/.'),
    layer('ports', ['model/', 'ports/'], 'Ports speak only of the model.'),
    layer(
      'core',
      ['model/', 'core/'],
      'Core decides on values. What needs the world goes to engine/, through a port.',
    ),
    layer('engine', ['model/', 'ports/', 'core/', 'engine/'], 'The engine gets adapters passed in as ports.'),
    layer(
      'commands',
      ['model/', 'ports/', 'core/', 'engine/', 'commands/'],
      'Commands know neither adapters nor how things are printed.',
    ),
    layer('view', ['model/', 'view/'], 'The view turns model values into text, nothing else.'),
    layer(
      'page',
      ['model/', 'core/plots/(?:element-id|anchored)', 'page/'],
      'It runs in browsers: what it needs, it is given as data.',
    ),
    layer('adapters', ['model/', 'ports/', 'adapters/'], 'Adapters implement ports; they take no decisions.'),
    {
      name: 'node-only-in-adapters',
      severity: 'error',
      comment: 'Only adapters and the cli touch Node. Add what is missing to a port.',
      from: { path: '^src/', pathNot: ['^src/(adapters|cli)/'] },
      to: { dependencyTypes: ['core'], pathNot: ['^(node:)?crypto$'] },
    },
    {
      name: 'crypto-only-in-digest',
      severity: 'error',
      comment: 'Digests are made in core/digest (small values) and adapters (files).',
      from: { path: '^src/', pathNot: ['^src/(adapters|core/digest)/'] },
      to: { dependencyTypes: ['core'], path: '^(node:)?crypto$' },
    },
    {
      name: 'packages-have-one-home',
      severity: 'error',
      comment:
        'yaml: core/yaml. py-ast: core/pyfile. ignore: core/ignore. dagre: core/graph. chalk: view. commander: cli. vega: page. Everything else: adapters.',
      from: {
        path: '^src/',
        pathNot: [
          '^src/(adapters|cli)/',
          '^src/core/(yaml|pyfile|ignore|graph)/',
          '^src/view/',
          '^src/page/(vega|chart)\\.ts$',
        ],
      },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    {
      name: 'lazy-packages',
      severity: 'error',
      comment: 'These cost start-up time: import() them where they are needed.',
      from: { path: '^src/' },
      to: {
        path: 'node_modules/(simple-git|@dagrejs/dagre)/',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Break the cycle: move the shared part down.',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-orphans-from-cli',
      severity: 'error',
      comment: 'Nothing reaches this from the cli: delete it.',
      from: { path: '^src/cli/main\\.ts$' },
      to: {
        path: '^src/',
        reachable: false,
        // The other programs of the bundle, what starts this one, and what the build publishes beside it.
        pathNot: [
          '^src/adapters/hash-worker\\.ts$',
          '^src/cli/(main|launch|code-cache)\\.ts$',
          '^src/page/',
          '^src/core/(pipeline|schema)/json-schema\\.ts$',
        ],
      },
    },
    {
      name: 'src-does-not-import-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^tests/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
