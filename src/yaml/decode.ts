import { McpError } from '../model/error.ts';
import { LineIndex } from './line-index.ts';

const maxBytes = 16 * 1024 * 1024;

/**
 * The text of a file that a person wrote: UTF-8, without its byte order mark.
 *
 * @throws McpError CONFIG_YAML when the bytes are more than 16 MiB or not UTF-8.
 */
export function decodeText(bytes: Uint8Array, file: string): string {
  if (bytes.length > maxBytes) {
    throw new McpError(
      'CONFIG_YAML',
      `The file has ${bytes.length} bytes; mcp reads at most 16 MiB of text.`,
      {
        position: { file, line: 1, column: 1 },
        hint: 'Split the file, or move what is not configuration out of the folder.',
      },
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    const valid = validPrefix(bytes);
    throw new McpError('CONFIG_YAML', 'The file is not valid UTF-8.', {
      position: new LineIndex(valid, file).positionAt(valid.length),
      hint: 'Save the file as UTF-8.',
      cause,
    });
  }
}

/** Everything before the first byte that cannot be UTF-8, found by halving: decoding fails from there on. */
function validPrefix(bytes: Uint8Array): string {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (decodePrefix(bytes, middle) === undefined) high = middle - 1;
    else low = middle;
  }
  return decodePrefix(bytes, low) ?? '';
}

function decodePrefix(bytes: Uint8Array, length: number): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
  } catch {
    return undefined;
  }
}
