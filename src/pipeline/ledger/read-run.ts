import type { ValidateFunction } from 'ajv';
import type { ObjectId, ObjectReader } from '../../model/git.ts';
import type { ClusterRecord, RecordedRun } from '../../model/ledger.ts';
import { ledgerPaths } from '../../model/ledger.ts';
import { runSummary } from './commit-message.ts';
import { invalidLedger } from './invalid-ledger.ts';
import { sha256, sha256OfLines } from './digests.ts';
import { loadValidators, whyInvalid } from './validators.ts';

/** No run of a fleet comes near it; a file that does was not written by mcp. */
const maxBytes = 128 * 1024 * 1024;

/**
 * The run that a ledger commit records, validated: whoever may push to the branch may have written it.
 *
 * @throws McpError LEDGER_INVALID naming commit and path
 */
export async function readRun(reader: ObjectReader, commit: ObjectId): Promise<RecordedRun> {
  const validate = await loadValidators();
  const info = await reader.commit(commit);
  const { id } = runSummary(info);
  const ids = new Map((await reader.files(info.tree)).map((file) => [file.path, file.id]));
  const read = (path: string) => readFile(reader, ids.get(path), { commit, path });

  const runFile = await read(ledgerPaths.run);
  const run = parse(runFile.text, validate.run, runFile);
  if (run.id !== id) throw invalidLedger(commit, runFile.path, `the commit message names the run ${id}`);

  checkDate(run.startedAt, 'startedAt', runFile);
  checkDate(run.finishedAt, 'finishedAt', runFile);

  const clusterFile = await read(ledgerPaths.clusters);
  const clusters = parseLines(clusterFile, validate.cluster);
  checkNames(clusters, clusterFile);

  const bookFile = await read(ledgerPaths.ruleBook);
  if (sha256(bookFile.bytes) !== run.ruleBook)
    throw invalidLedger(commit, bookFile.path, 'its digest is not that of the run');
  const ruleBook = parse(bookFile.text, validate.ruleBook, bookFile);
  for (const { created, expires } of ruleBook.exceptions) {
    checkDate(created, 'the beginning of an exception', bookFile);
    checkDate(expires, 'the expiry of an exception', bookFile);
  }

  const digests = [...new Set(clusters.flatMap((cluster) => cluster.evaluation ?? []))];
  const readFindings = async <Findings>(digest: string, valid: ValidateFunction<Findings>) => {
    const file = await read(ledgerPaths.evaluation(digest));
    if (sha256OfLines(file.text) !== digest)
      throw invalidLedger(commit, file.path, 'its digest is not its name');
    return parse(file.text, valid, file);
  };
  const evaluations = await Promise.all(
    digests.map(async (digest) => [digest, await readFindings(digest, validate.findings)] as const),
  );
  return {
    record: { ...run, clusters },
    ruleBook,
    evaluations: new Map(evaluations),
    fleetFindings:
      run.fleetEvaluation === null ? [] : await readFindings(run.fleetEvaluation, validate.fleetFindings),
    commit,
  };
}

interface FilePlace {
  readonly commit: ObjectId;
  readonly path: string;
}

interface LedgerFile extends FilePlace {
  readonly bytes: Uint8Array;
  readonly text: string;
}

async function readFile(
  reader: ObjectReader,
  id: ObjectId | undefined,
  place: FilePlace,
): Promise<LedgerFile> {
  const { commit, path } = place;
  if (id === undefined) throw invalidLedger(commit, path, 'there is no such file');
  const bytes = await reader.blob(id);
  if (bytes.length > maxBytes) throw invalidLedger(commit, path, 'it is larger than any that mcp writes');
  try {
    return {
      ...place,
      bytes,
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    };
  } catch {
    throw invalidLedger(commit, path, 'it is not UTF-8');
  }
}

function parse<T>(
  text: string,
  validate: ValidateFunction<T>,
  { commit, path }: FilePlace,
  line?: number,
): T {
  const where = line === undefined ? '' : `line ${line}: `;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidLedger(commit, path, `${where}it is not JSON`);
  }
  if (!validate(value)) throw invalidLedger(commit, path, where + whyInvalid(validate.errors));
  return value;
}

/** Each line is a document of its own; a file that ends inside a line was cut off. */
function parseLines<T>(file: LedgerFile, validate: ValidateFunction<T>): readonly T[] {
  const lines = file.text.split('\n');
  if (lines.pop() !== '') throw invalidLedger(file.commit, file.path, 'its last line is cut off');
  return lines.map((line, index) => parse(line, validate, file, index + 1));
}

/** Two lines of one cluster would be counted twice. */
function checkNames(clusters: readonly ClusterRecord[], file: FilePlace): void {
  clusters.forEach(({ name }, index) => {
    const before = clusters[index - 1]?.name;
    if (before === undefined || before < name) return;
    throw invalidLedger(
      file.commit,
      file.path,
      `line ${index + 1}: clusters are not in the order of their names`,
    );
  });
}

/** What has the form of a date may still be none. */
function checkDate(time: string, what: string, file: FilePlace): void {
  if (Number.isNaN(Date.parse(time))) throw invalidLedger(file.commit, file.path, `${what} is no date`);
}
