import type { RecordedRun } from '../../model/ledger.ts';
import { ledgerPaths } from '../../model/ledger.ts';
import type { Integrity, IntegrityCheck, Population } from '../../model/report.ts';
import { shellWord } from './shell-word.ts';

/** What the report rests on, and how to check it in a clone of the fleet repository with git and sha256sum alone. */
export function integrityOf(run: RecordedRun, population: Population): Integrity {
  const { record, commit } = run;
  return {
    repository: record.repository,
    ledgerCommit: commit,
    source: record.source,
    ruleBook: record.ruleBook,
    evaluations: new Set(population.clusters.flatMap((cluster) => cluster.evaluation ?? [])).size,
    branches: population.clusters.filter((cluster) => cluster.tip !== null).length,
    checks: [
      {
        claim: 'Get everything, without mcp',
        command: `git clone --mirror ${shellWord(record.repository)} fleet.git && cd fleet.git`,
        expected: '',
      },
      {
        claim: 'The ledger holds this run',
        command: `git log -1 --format=%s ${shellWord(commit)}`,
        expected: `Record run ${record.id}`,
      },
      {
        claim: 'The policies, controls and exceptions are the recorded ones',
        command: `git show ${shellWord(`${commit}:${ledgerPaths.ruleBook}`)} | sha256sum`,
        expected: `${record.ruleBook}  -`,
      },
      ...evaluationChecks(run, population),
      ...fleetChecks(run),
      ...branchChecks(population),
    ],
  };
}

function fleetChecks({ commit, record: { fleetEvaluation } }: RecordedRun): readonly IntegrityCheck[] {
  if (fleetEvaluation === null) return [];
  const file = shellWord(`${commit}:${ledgerPaths.evaluation(fleetEvaluation)}`);
  return [
    {
      claim: 'The findings about the fleet as a whole are the recorded ones',
      command: `git show ${file} | tr -d '\\n' | sha256sum`,
      expected: `${fleetEvaluation}  -`,
    },
  ];
}

/** For the first evaluation, as the pattern for all. */
function evaluationChecks({ commit }: RecordedRun, population: Population): readonly IntegrityCheck[] {
  const cluster = population.clusters.find(({ state }) => state === 'evaluated');
  if (cluster?.evaluation == null) return [];
  const file = shellWord(`${commit}:${ledgerPaths.evaluation(cluster.evaluation)}`);
  return [
    {
      claim: `The findings of ${cluster.name} are the recorded ones (every other cluster alike)`,
      command: `git show ${file} | tr -d '\\n' | sha256sum`,
      expected: `${cluster.evaluation}  -`,
    },
  ];
}

/** For one delivered cluster, as the pattern for all. */
function branchChecks(population: Population): readonly IntegrityCheck[] {
  const cluster = population.clusters.find(
    ({ delivered, tip, tree }) => delivered && tip !== null && tree !== null,
  );
  if (cluster?.tip == null || cluster.tree === null) return [];
  return [
    {
      claim: `The branch of ${cluster.name} holds what was evaluated (every other cluster alike)`,
      command: `git rev-parse ${shellWord(`${cluster.tip}^{tree}`)}`,
      expected: cluster.tree,
    },
    {
      claim: 'and its history was not rewritten since',
      command: `git merge-base --is-ancestor ${shellWord(cluster.tip)} ${shellWord(`refs/heads/${cluster.branch}`)} && echo kept`,
      expected: 'kept',
    },
  ];
}
