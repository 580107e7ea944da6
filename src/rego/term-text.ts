/** A number as Rego writes it: JavaScript's own would lose digits. */
export class RegoNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export class RegoSet {
  readonly members: readonly RegoTerm[];

  constructor(members: readonly RegoTerm[]) {
    this.members = members;
  }
}

export class RegoObject {
  readonly entries: readonly (readonly [RegoTerm, RegoTerm])[];

  constructor(entries: readonly (readonly [RegoTerm, RegoTerm])[]) {
    this.entries = entries;
  }
}

export type RegoTerm = null | boolean | string | RegoNumber | RegoSet | RegoObject | readonly RegoTerm[];

/** Reads a term as `opa_value_dump` writes it: JSON with sets and with keys of any type. */
export function readTerm(text: string): RegoTerm {
  let at = 0;
  return term();

  function term(): RegoTerm {
    skip();
    switch (text[at]) {
      case '"':
        return quoted();
      case '[':
        return list(']', term);
      case '{':
        return braces();
      case 'n':
        return word('null', null);
      case 't':
        return word('true', true);
      case 'f':
        return word('false', false);
      case 's':
        return word('set()', new RegoSet([]));
      default:
        return number();
    }
  }

  function skip(): void {
    while (text[at] === ' ' || text[at] === '\n') at++;
  }

  function word<Value>(spelling: string, value: Value): Value {
    at += spelling.length;
    return value;
  }

  function quoted(): string {
    const start = at++;
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    at++;
    return JSON.parse(text.slice(start, at)) as string;
  }

  function number(): RegoNumber {
    const start = at;
    while (at < text.length && '+-.0123456789eE'.includes(text[at] ?? '')) at++;
    if (start === at) throw new Error(`not a Rego term: ${text}`);
    return new RegoNumber(text.slice(start, at));
  }

  function list<Item>(end: string, item: () => Item): Item[] {
    const items: Item[] = [];
    at++;
    skip();
    while (text[at] !== end) {
      items.push(item());
      skip();
      if (text[at] === ',') at++;
      skip();
    }
    at++;
    return items;
  }

  /** An object or a set: the colons decide. */
  function braces(): RegoTerm {
    const pairs = list('}', (): readonly [RegoTerm, RegoTerm] | readonly [RegoTerm] => {
      const key = term();
      skip();
      if (text[at] !== ':') return [key];
      at++;
      return [key, term()];
    });
    const entries = pairs.filter((pair) => pair.length === 2);
    return entries.length < pairs.length ? new RegoSet(pairs.map(([key]) => key)) : new RegoObject(entries);
  }
}
