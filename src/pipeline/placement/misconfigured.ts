import type { SourcePosition } from '../../model/position.ts';

/** A placement that a hub does not decide, but reports as PlacementMisconfigured. */
export class Misconfigured extends Error {
  /** Begins the message of the condition: the plugin that found it, empty for the scheduler itself. */
  readonly plugin: string;
  readonly position: SourcePosition;

  constructor(plugin: string, message: string, position: SourcePosition) {
    super(message);
    this.plugin = plugin;
    this.position = position;
  }
}
