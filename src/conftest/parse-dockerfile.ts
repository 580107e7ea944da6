import { DockerfileParser, ModifiableInstruction } from 'dockerfile-ast';
import type { Instruction } from 'dockerfile-ast';
import type { Json } from '../model/json.ts';

/** A command as conftest's parser gives it (v0.71 parser/docker/docker.go). */
type Command = Readonly<Record<'Cmd' | 'SubCmd' | 'JSON' | 'Flags' | 'Value' | 'Stage', Json>>;

/**
 * The commands of a Dockerfile, comments before a command among them, in a list of one list, as conftest has them. Values
 * are split the way BuildKit splits those of each command (frontend/dockerfile/parser); a here-document is left in its
 * command's text.
 */
export function parseDockerfile(text: string): Json {
  const dockerfile = DockerfileParser.parse(text);
  const directives = new Set(dockerfile.getDirectives().map((each) => each.getRange().start.line));
  const comments = dockerfile.getComments().filter((each) => !directives.has(each.getRange().start.line));
  const commands: Command[] = [];
  let stage = -1;
  let line = 0;
  for (const instruction of dockerfile.getInstructions()) {
    const { start, end } = instruction.getRange();
    if (instruction.getKeyword() === 'FROM') stage += 1;
    const before = comments.filter((each) => {
      const at = each.getRange().start.line;
      return at >= line && at < start.line;
    });
    for (const comment of before) commands.push(commentOf(comment.getContent(), Math.max(stage, 0)));
    commands.push(commandOf(instruction, Math.max(stage, 0)));
    line = end.line;
  }
  if (commands.length === 0) throw new Error('it has no instruction');
  return [commands];
}

function commentOf(content: string, stage: number): Command {
  return { Cmd: 'comment', SubCmd: '', JSON: false, Flags: null, Value: [content], Stage: stage };
}

function commandOf(instruction: Instruction, stage: number): Command {
  const keyword = instruction.getKeyword();
  const written = (instruction.getArgumentsContent() ?? '').trim();
  const [, trigger = '', triggered = ''] = /^(\S+)\s*(.*)$/s.exec(written) ?? [];
  const isTrigger = keyword === 'ONBUILD';
  const { json, values } = isTrigger
    ? valuesOf(trigger.toUpperCase(), withoutFlags(triggered))
    : valuesOf(keyword, written);
  return {
    Cmd: keyword.toLowerCase(),
    SubCmd: isTrigger ? trigger : '',
    JSON: json,
    Flags: flagsOf(instruction),
    Value: values,
    Stage: stage,
  };
}

/** Those of a triggered command stay with it, where conftest does not look. */
function flagsOf(instruction: Instruction): readonly string[] {
  return instruction instanceof ModifiableInstruction ? instruction.getFlags().map(String) : [];
}

function withoutFlags(written: string): string {
  return written.replace(/^(?:--\S+\s+)+/, '');
}

interface Values {
  readonly json: boolean;
  readonly values: readonly string[];
}

function valuesOf(keyword: string, rest: string): Values {
  switch (keyword) {
    case 'ADD':
    case 'COPY':
    case 'VOLUME':
      return fromJson(rest) ?? plain(rest.split(/\s+/));
    case 'CMD':
    case 'ENTRYPOINT':
    case 'RUN':
    case 'SHELL':
      return fromJson(rest) ?? plain([rest]);
    case 'EXPOSE':
    case 'FROM':
      return plain(rest.split(/\s+/));
    case 'ARG':
      return plain(wordsOf(rest));
    case 'ENV':
    case 'LABEL':
      return { json: false, values: pairsOf(rest) };
    case 'HEALTHCHECK': {
      const [, type = '', command = ''] = /^(\S+)\s*(.*)$/s.exec(rest) ?? [];
      const parsed = fromJson(command);
      return { json: parsed?.json ?? false, values: [type, ...(parsed?.values ?? [command])] };
    }
    default:
      return plain([rest]);
  }
}

function plain(values: readonly string[]): Values {
  return { json: false, values: values.filter((value) => value !== '') };
}

function fromJson(rest: string): Values | undefined {
  if (!rest.startsWith('[')) return undefined;
  try {
    const values = JSON.parse(rest) as unknown;
    const isTexts = Array.isArray(values) && values.every((value) => typeof value === 'string');
    return isTexts ? { json: true, values } : undefined;
  } catch {
    return undefined;
  }
}

/** Words with their quotes and escapes, which may hold spaces. */
function wordsOf(rest: string): readonly string[] {
  return rest.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs) ?? [];
}

/** Name, value and separator of each pair; the old form is one name and the rest of the line. */
function pairsOf(rest: string): readonly string[] {
  const words = wordsOf(rest);
  if (words[0]?.includes('=') !== true) {
    const [, name = '', value = ''] = /^(\S+)\s+(.*)$/s.exec(rest) ?? [];
    return [name, value, ''];
  }
  return words.flatMap((word) => {
    const at = word.indexOf('=');
    return [word.slice(0, at), word.slice(at + 1), '='];
  });
}
