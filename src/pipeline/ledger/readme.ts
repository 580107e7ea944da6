/** The first thing that somebody sees who comes upon the branch. */
export const readme = `# Ledger

This branch records what \`mcp policy sync\` decided, found and did. Every commit is one run, its parent the run before;
nothing is ever rewritten. The files show the run of the commit they stand in; older runs are older commits.

| file | content |
|---|---|
| \`run.json\` | when, by which version, from which commit of the policy repository; what each placement chose; which deliveries failed |
| \`clusters.jsonl\` | one line a cluster: its branch, the commit and tree there, its evaluation, what became of it |
| \`rulebook.json\` | the policies, controls and exceptions in force; its SHA-256 is \`ruleBook\` in \`run.json\` |
| \`evaluations/\` | one line a finding; named by the SHA-256 of the file without its line feeds; clusters with equal findings share it; one more, \`fleetEvaluation\` in \`run.json\`, is about all clusters together |
| \`attestation.json\` | an in-toto Statement: which commits of which branches passed the gate, and the SHA-256 of the files above |
| \`attestation.sig.json\` | its signatures: the DSSE envelope without the payload, which is \`attestation.json\`; there where the key allows it |

## With git alone

    git log --first-parent                                    # all runs; the trailers sum each one up
    git log -1 --before=2026-06-30                            # the run in force on a day
    git show COMMIT:run.json
    git show COMMIT:clusters.jsonl | grep '"name":"CLUSTER"'  # one cluster in one run
    git log -p -G '"name":"CLUSTER"' -- clusters.jsonl        # every change of one cluster
    git diff COMMIT~1 COMMIT                                  # what a run changed
    git show COMMIT:rulebook.json | sha256sum
    git show COMMIT:evaluations/AB/ABCD.json | tr -d '\\n' | sha256sum
    git show TIP:PATH                                         # a manifest that a finding names

\`TIP\` is the \`tip\` of a cluster's line, \`PATH\` the \`path\` of a finding.
Do not commit to this branch by hand: mcp refuses to go on from a commit that is not a run.
`;
