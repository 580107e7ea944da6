import { McpError } from '../model/error.ts';
import { didYouMean } from '../runtime/nearest.ts';

/** For a name on the command line that the inventory does not know. */
export function unknownCluster(name: string, known: Iterable<string>): McpError {
  return new McpError('USAGE', `there is no cluster ${name} in the inventory`, {
    hint: didYouMean(name, known, 'mcp cluster list shows them.'),
  });
}
