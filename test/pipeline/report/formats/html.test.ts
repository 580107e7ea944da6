import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { DefaultTreeAdapterTypes } from 'parse5';
import { parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../../../src/pipeline/report/index.ts';
import { reportAsHtml } from '../../../../src/pipeline/report/formats/html.ts';
import { hostileTexts, withHostileText } from '../../../support/hostile-report.ts';
import { fleetRun, recordedRun } from '../../../support/recorded-run.ts';

type Element = DefaultTreeAdapterTypes.Element;

const previous = recordedRun({ record: { id: '20261123T104633Z-0a1b2c' } });
const report = buildReport({ run: fleetRun(), previous, now: new Date('2026-11-24T11:00:00Z') });
const page = reportAsHtml(report);

/** Every element of the page, in order; fails on anything that the HTML standard calls a parse error. */
function elements(html: string): readonly Element[] {
  const errors: string[] = [];
  const document = parse(html, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine }) => errors.push(`${code} in line ${startLine}`),
  });
  expect(errors).toEqual([]);
  const found: Element[] = [];
  const walk = (node: DefaultTreeAdapterTypes.ParentNode) => {
    for (const child of node.childNodes) {
      if (!('tagName' in child)) continue;
      found.push(child);
      walk(child);
    }
  };
  walk(document);
  return found;
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((candidate) => candidate.name === name)?.value;
}

function text(node: DefaultTreeAdapterTypes.Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(text).join('') : '';
}

/** The page without its texts and attribute values. */
function shape(html: string): readonly string[] {
  return elements(html).map(({ tagName, attrs }) => [tagName, ...attrs.map(({ name }) => name)].join(' '));
}

const all = elements(page);
const named = (tagName: string) => all.filter((element) => element.tagName === tagName);

describe('the HTML report', () => {
  it('is as it was', async () => {
    await expect(page).toMatchFileSnapshot('golden/report.html');
  });

  it('is the same for the same report', () => {
    expect(reportAsHtml(structuredClone(report))).toBe(page);
  });

  it('allows its own style sheet by digest and nothing else', () => {
    const policy = attribute(
      named('meta').find((meta) => attribute(meta, 'http-equiv'))!,
      'content',
    )!;
    const [style] = named('style');
    const digest = createHash('sha256').update(text(style!)).digest('base64');
    expect(named('style')).toHaveLength(1);
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`,
    );
  });

  it('has no script, no style attribute and nothing to load', () => {
    expect(
      all.filter(({ tagName }) => ['script', 'img', 'link', 'iframe', 'object', 'form'].includes(tagName)),
    ).toEqual([]);
    const names = new Set(all.flatMap(({ attrs }) => attrs.map(({ name }) => name)));
    expect([...names].filter((name) => name === 'style' || name === 'src' || name.startsWith('on'))).toEqual(
      [],
    );
    expect(text(named('style')[0]!)).not.toMatch(/url\(|@import/);
  });

  it('links only inside itself, and to what is there', () => {
    const ids = all.flatMap((element) => attribute(element, 'id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = all.flatMap((element) => attribute(element, 'href') ?? []);
    expect(targets.length).toBeGreaterThan(50);
    expect(targets.filter((target) => !target.startsWith('#') || !ids.includes(target.slice(1)))).toEqual([]);
    const labels = all.flatMap((element) => attribute(element, 'aria-labelledby') ?? []);
    expect(labels.filter((label) => !ids.includes(label))).toEqual([]);
  });

  it('can be heard: language, landmarks, headings without gaps, tables with captions and scopes', () => {
    expect(attribute(named('html')[0]!, 'lang')).toBe('en');
    expect(['header', 'nav', 'main', 'footer'].map((tag) => named(tag).length)).toEqual([1, 1, 1, 1]);
    const levels = all
      .filter(({ tagName }) => /^h[1-6]$/.test(tagName))
      .map(({ tagName }) => Number(tagName[1]));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.forEach((level, index) => {
      expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
    });
    expect(named('caption')).toHaveLength(named('table').length);
    expect(named('th').filter((cell) => attribute(cell, 'scope') === undefined)).toEqual([]);
    const pictures = named('svg').filter((svg) => attribute(svg, 'aria-hidden') !== 'true');
    expect(
      pictures.filter((svg) => !(attribute(svg, 'role') === 'img' && attribute(svg, 'aria-label'))),
    ).toEqual([]);
  });

  it('draws bars that fill their width, each state that is there visible', () => {
    for (const svg of named('svg').filter((one) => attribute(one, 'role') === 'img')) {
      const widths = svg.childNodes.flatMap((child) =>
        'tagName' in child ? Number(attribute(child, 'width')) : [],
      );
      expect(Math.min(...widths)).toBeGreaterThanOrEqual(8);
      expect(Math.abs(widths.reduce((sum, width) => sum + width, 0) - 1000)).toBeLessThan(0.1);
    }
  });
});

describe('hostile text in the HTML report', () => {
  it.each(hostileTexts)('%j stays text', (hostile) => {
    const html = reportAsHtml(withHostileText(report, hostile));
    expect(shape(html)).toEqual(shape(page));
  });

  it('never changes the shape of the page, nor hides in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), (hostile) => {
        const html = reportAsHtml(withHostileText(report, hostile));
        expect(shape(html)).toEqual(shape(page));
        expect(html.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
      { numRuns: 30 },
    );
  });

  it('is shown, not swallowed', () => {
    const html = reportAsHtml(withHostileText(report, '<b>\u202ebold'));
    expect(text(elements(html).find(({ tagName }) => tagName === 'h1')!)).toBe('acme<b>\\u{202e}bold');
  });
});
