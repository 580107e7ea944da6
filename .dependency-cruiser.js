/**
 * The layers of docs/decisions.md, enforced: model imports nothing, engines import the model, a stage
 * imports model and engines but never another stage, commands go through a pipeline.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const engines = '^src/(rego|cel|git|runtime|yaml|conftest|gatekeeper|kubernetes|signing)/';

export default {
  forbidden: [
    {
      name: 'model-imports-nothing',
      severity: 'error',
      comment: 'The model is the vocabulary of every layer; it depends on none of them, nor on a package.',
      from: { path: '^src/model/' },
      to: { pathNot: '^src/model/' },
    },
    {
      name: 'engines-know-no-stage',
      severity: 'error',
      from: { path: engines },
      to: { path: '^src/(pipeline|commands|cli)/' },
    },
    {
      name: 'stage-imports-no-stage',
      severity: 'error',
      comment: 'pipeline/*.ts composes the stages; a stage that calls another hides the flow of data.',
      from: { path: '^src/pipeline/([^/]+)/' },
      to: { path: '^src/pipeline/', pathNot: '^src/pipeline/$1/' },
    },
    {
      name: 'pipeline-uses-a-stage-through-its-index',
      severity: 'error',
      from: { path: '^src/pipeline/[^/]+\\.ts$' },
      to: { path: '^src/pipeline/[^/]+/', pathNot: '^src/pipeline/[^/]+/index\\.ts$' },
    },
    {
      name: 'pipeline-prints-nothing',
      severity: 'error',
      from: { path: '^src/pipeline/' },
      to: { path: '^src/(cli|commands)/' },
    },
    {
      name: 'commands-go-through-a-pipeline',
      severity: 'error',
      from: { path: '^src/commands/' },
      to: { path: '^src/(pipeline/[^/]+/|rego|cel|git|yaml|conftest|gatekeeper|kubernetes|signing)' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-development-dependency',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
