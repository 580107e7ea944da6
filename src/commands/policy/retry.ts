import * as Flags from '@oclif/core/flags';
import { exitCodes, syncExitCode } from '../../cli/exit-codes.ts';
import { fleetOptions } from '../../cli/fleet-options.ts';
import { McpCommand } from '../../cli/mcp-command.ts';
import { deadLetterLines } from '../../cli/present-dead-letters.ts';
import { syncLines } from '../../cli/present-sync.ts';
import { fleetFlags, signerFlags } from '../../cli/source-flags.ts';
import { syncDocument } from '../../cli/sync-document.ts';
import type { SyncDocument } from '../../cli/sync-document.ts';
import { textArgument } from '../../cli/text-argument.ts';
import type { DeadLetter } from '../../model/ledger.ts';
import { readDeadLetters, retryFleet } from '../../pipeline/retry.ts';

const { directory, repository } = fleetFlags;

/** What `--json` prints; schema: schemas/policy-retry.json. */
interface RetryDocument {
  /** Afterwards. */
  readonly deadLetters: readonly DeadLetter[];
  /** Null with --list, and when there was nothing to retry. */
  readonly run: SyncDocument | null;
}

export default class PolicyRetry extends McpCommand {
  static override summary = 'Deliver to the clusters whose delivery failed, and to no others.';
  static override description = `Completes the last recorded run, from the commit of the policy repository that it was made from; everything else stays as
it is. A sync takes up failed clusters too, with the newest commit. Ends as a sync does: 3 while some still fail.`;
  static override examples = [
    { description: 'What is there to retry?', command: '<%= config.bin %> policy retry --list' },
    { description: 'All of it', command: '<%= config.bin %> policy retry' },
  ];
  static override strict = false;
  static override args = {
    cluster: textArgument({ description: 'Names of clusters. [default: all whose delivery failed]' }),
  };
  static override flags = {
    directory,
    ...signerFlags,
    repository,
    list: Flags.boolean({ description: 'Only list the clusters with what went wrong; deliver nothing.' }),
  };

  async run(): Promise<RetryDocument> {
    const { argv, flags } = await this.parse(PolicyRetry);
    return this.withSession(flags, async (session) => {
      const at = { ...flags, ref: 'HEAD', worktree: false };
      const options = { ...fleetOptions(at, session), clusters: argv.map(String) };
      const result = flags.list ? null : await retryFleet(options, session.context);
      if (result === null) {
        const letters = flags.list ? await readDeadLetters(options, session.context) : [];
        for (const line of deadLetterLines(letters, session.style)) this.log(line);
        this.endWith(exitCodes.clean);
        return { deadLetters: letters, run: null };
      }
      for (const line of syncLines(result, session.style)) this.log(line);
      this.endWith(syncExitCode(result, session.context.signal.aborted));
      return { deadLetters: result.deadLetters, run: syncDocument(result) };
    });
  }
}
