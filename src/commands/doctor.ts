import { exitCodeOf, exitCodes } from '../cli/exit-codes.ts';
import { fleetOptions } from '../cli/fleet-options.ts';
import { McpCommand } from '../cli/mcp-command.ts';
import { fleetFlags } from '../cli/source-flags.ts';
import { examine } from '../pipeline/doctor.ts';
import type { Check } from '../pipeline/doctor.ts';

const signs = { ok: ['ok', 'green'], failed: ['failed', 'red'], skipped: ['skipped', 'dim'] } as const;

/** What `--json` prints; schema: cli/schemas/doctor.json. */
interface DoctorDocument {
  readonly healthy: boolean;
  readonly checks: readonly Check[];
}

export default class Doctor extends McpCommand {
  static override summary =
    'Check that this machine, the policy repository and the fleet repository are ready.';
  static override examples = [
    { description: 'Check everything', command: '<%= config.bin %> doctor' },
    { description: 'As data', command: '<%= config.bin %> doctor --json' },
  ];
  static override flags = fleetFlags;

  async run(): Promise<DoctorDocument> {
    const { flags } = await this.parse(Doctor);
    return this.withSession({ ...flags, quiet: !flags.verbose }, async (session) => {
      const checks = await examine(fleetOptions(flags, session), session.context);
      for (const check of checks) {
        const [sign, colour] = signs[check.state];
        this.log(`${session.style(colour, sign.padEnd(8))} ${check.name.padEnd(20)} ${check.detail}`);
        if (check.hint !== undefined)
          this.log(`${' '.repeat(30)}${session.style('cyan', 'hint:')} ${check.hint}`);
      }
      const failed = checks.find((check) => check.state === 'failed');
      this.endWith(failed === undefined ? exitCodes.clean : exitCodeOf(failed.code ?? 'USAGE'));
      return { healthy: failed === undefined, checks };
    });
  }
}
