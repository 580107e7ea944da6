import type { RunRecord } from '../../model/ledger.ts';
import type { OutcomeKind } from '../../model/outcome.ts';
import { sha256 } from './digests.ts';

/** Of clusters whose branch holds, after the run, what the run judged and the gate let pass. */
const attested: ReadonlySet<OutcomeKind | 'notSelected'> = new Set([
  'created',
  'updated',
  'unchanged',
  'pending',
]);

/**
 * What a run vouches for, as an in-toto Statement v1 with a SLSA Verification Summary v1: these commits passed the gate of
 * this policy repository. The digests of the run's other files are in it, so that a signature on it covers the record.
 * Null when there is nothing to vouch for.
 */
export function attestationOf(
  record: RunRecord,
  files: ReadonlyMap<string, Uint8Array>,
): Readonly<Record<string, unknown>> | null {
  const subject = record.clusters.flatMap(({ branch, tip, evaluation, outcome }) =>
    tip !== null && evaluation !== null && attested.has(outcome)
      ? [{ name: `refs/heads/${branch}`, digest: { gitCommit: tip } }]
      : [],
  );
  if (subject.length === 0) return null;
  const { source, repository, tool, finishedAt } = record;
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject,
    predicateType: 'https://slsa.dev/verification_summary/v1',
    predicate: {
      verifier: { id: 'https://mcp.policy/verifier', version: { [tool.name]: tool.version } },
      timeVerified: finishedAt,
      resourceUri: uriOf(repository),
      policy: {
        uri: uriOf(source.repository),
        ...(source.commit === null ? {} : { digest: { gitCommit: source.commit } }),
      },
      verificationResult: 'PASSED',
      verifiedLevels: ['MCP_POLICY_GATE'],
      // Names of fields that are not in the specification have to be URIs.
      'https://mcp.policy/ledger': {
        run: record.id,
        files: Object.fromEntries([...files].map(([path, bytes]) => [path, { sha256: sha256(bytes) }])),
      },
    },
  };
}

/** `git@host:path` is a location to git, but no URI. Throws for no text: the branches are delivered by now. */
function uriOf(repository: string): string {
  const uri = repository.replace(/^([^/:]+):(?!\/\/)/, 'ssh://$1/');
  return encodeURI(uri.toWellFormed());
}
