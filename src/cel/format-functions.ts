import { celFunc, celList, celMethod, CelScalar } from '@bufbuild/cel';
import type { CelMap } from '@bufbuild/cel';
import { type NamedFormat, namedFormats } from './named-format.ts';
import { Opaque, opaqueOf, opaqueValue } from './opaque.ts';
import { optionalValue } from './optional-functions.ts';

const { DYN, STRING } = CelScalar;

class Format extends Opaque {
  readonly format: NamedFormat;

  constructor(format: NamedFormat) {
    super();
    this.format = format;
  }
}

function formatValue(format: NamedFormat): CelMap {
  return opaqueValue('format', format.name, new Format(format));
}

/** `format.named(name)`, `format.<name>()` and `validate`, as in Kubernetes (apiserver, pkg/cel/library/format.go). */
export const formatFunctions = [
  celFunc('format.named', [STRING], DYN, (name) => {
    const format = namedFormats.get(name);
    return optionalValue(format && formatValue(format));
  }),
  ...Array.from(namedFormats, ([name, format]) =>
    celFunc(`format.${name}`, [], DYN, () => formatValue(format)),
  ),
  celMethod('validate', DYN, [STRING], DYN, function (text) {
    const problems = opaqueOf(this, Format).format.validate(text);
    return optionalValue(problems.length === 0 ? undefined : celList(problems));
  }),
];
