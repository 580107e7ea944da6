import fc from 'fast-check';
import type { DefaultTreeAdapterTypes } from 'parse5';
import { parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { jsonText } from '../../src/cli/json-text.ts';
import { planAsHtml } from '../../src/cli/plan-html.ts';
import { planAsMarkdown } from '../../src/cli/plan-markdown.ts';
import { planStyleSheet } from '../../src/cli/plan-style-sheet.ts';
import { planLines } from '../../src/cli/present-plan.ts';
import type { FileDiff, PlanResult } from '../../src/pipeline/plan.ts';
import { diffFile } from '../../src/yaml/file-diff.ts';
import type { FileChange } from '../../src/model/git.ts';
import { groupChanges } from '../../src/pipeline/plan/group-changes.ts';
import { hostileTexts, withHostileText } from '../support/hostile-report.ts';
import { aPlan } from '../support/plan-document.ts';
import { aPlanResult } from '../support/plan-result.ts';

const plain = (_: unknown, text: string): string => text;
const result = aPlanResult();
const asText = (plan: PlanResult, full = false) => planLines(plan, { diff: true, full }, plain).join('\n');

/** Line by line what CommonMark makes of it: code blocks end with their own fence alone. */
function shapeOf(markdown: string): readonly string[] {
  let fence = '';
  return markdown.split('\n').map((line) => {
    const [ticks = ''] = /^`{3,}/u.exec(line) ?? [];
    if (fence !== '') {
      if (line !== fence) return 'code';
      fence = '';
      return 'end of code';
    }
    if (ticks !== '') fence = ticks;
    // Outside of code, raw HTML and mentions would be live.
    const tags = line.match(/(?<!\\)<[a-z/!][^>]*>/giu) ?? [];
    return `${/^(?:#+|-|<!--|`+diff)?/u.exec(line)?.[0].replace(/`+/u, '`') ?? ''} ${tags.map((tag) => tag.slice(0, 9)).join()}`;
  });
}

/** The elements of a page, in order; fails on anything that the HTML standard calls a parse error. */
function elementsOf(html: string): readonly DefaultTreeAdapterTypes.Element[] {
  const errors: string[] = [];
  const document = parse(html, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine }) => errors.push(`${code} in line ${startLine}`),
  });
  expect(errors).toEqual([]);
  const found: DefaultTreeAdapterTypes.Element[] = [];
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

const shapeOfPage = (html: string) =>
  elementsOf(html).map(({ tagName, attrs }) => [tagName, ...attrs.map(({ name }) => name)].join(' '));

describe('a plan', () => {
  it.each([
    ['txt', `${asText(result)}\n`],
    ['json', jsonText(result.document)],
    ['md', planAsMarkdown(result)],
    ['html', planAsHtml(result)],
  ])('is as it was: plan.%s', async (extension, text) => {
    await expect(text).toMatchFileSnapshot(`golden/plan.${extension}`);
  });

  it('begins its Markdown with a mark that is the same for all plans of the fleet', () => {
    const [mark] = planAsMarkdown(result).split('\n');
    const other: PlanResult = {
      document: aPlan({ createdAt: '2026-11-25T11:00:00.000Z' }),
      fleet: null,
      groups: [],
    };
    expect(mark).toBe('<!-- mcp-plan acme -->');
    expect(planAsMarkdown(other).split('\n')[0]).toBe(mark);
  });

  it('makes a page that has a language, a title, headings, no script and nothing from elsewhere', () => {
    const elements = elementsOf(planAsHtml(result));
    const names = new Set(elements.map(({ tagName }) => tagName));
    for (const wanted of ['title', 'main', 'h1', 'h2', 'details', 'summary']) expect(names).toContain(wanted);
    for (const unwanted of ['script', 'img', 'link', 'iframe', 'object', 'form', 'a'])
      expect(names).not.toContain(unwanted);
    const attributes = elements.flatMap(({ attrs }) => attrs.map(({ name }) => name));
    expect(attributes.filter((name) => /^on|^(?:style|src|href)$/u.test(name))).toEqual([]);
    expect(planAsHtml(result)).toContain(`<style>${planStyleSheet}</style>`);
  });
});

describe('hostile text in a plan', () => {
  const hostile = [
    ...hostileTexts,
    '```',
    '``````\n</details>\n# x',
    '</code></summary></details>',
    '@acme/all',
    '-->',
    '\u202e',
  ];

  it.each(hostile)('%j ends no fold and no code block, and makes no element', (suffix) => {
    const altered = withHostileText(result, suffix);
    expect(shapeOf(planAsMarkdown(altered))).toEqual(shapeOf(planAsMarkdown(result)));
    expect(shapeOfPage(planAsHtml(altered))).toEqual(shapeOfPage(planAsHtml(result)));
    expect(asText(altered).split('\n')).toHaveLength(asText(result).split('\n').length);
  });

  it('does neither, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), (suffix) => {
        const altered = withHostileText(result, suffix);
        expect(shapeOf(planAsMarkdown(altered))).toEqual(shapeOf(planAsMarkdown(result)));
        expect(shapeOfPage(planAsHtml(altered))).toEqual(shapeOfPage(planAsHtml(result)));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a plan of ten thousand clusters', () => {
  const clusters = Array.from({ length: 10_000 }, (_, index) => `cluster-${index}`);
  const lines = Array.from({ length: 4 }, (_, index) => `line-${index}: value`);

  /** Each cluster holds its own name; what changes is the same, or has the name in it too. */
  function planOf(own: boolean): PlanResult {
    const document = aPlan({
      changes: [],
      changeSets: [],
      summary: { ...aPlan().summary, update: clusters.length },
    });
    const sets = clusters.map((cluster) => ({
      ...{ from: `${cluster}-old`, to: `${cluster}-new`, clusters: [cluster] },
      files: [
        { path: 'a/b/c.yaml', change: 'changed', before: `${cluster}-b`, after: `${cluster}-a` } as const,
      ],
    }));
    const diffOf = (file: FileChange): FileDiff => {
      const name = file.before?.slice(0, -2) ?? '';
      const text = (value: string) => [...lines, `key: ${value}`, ...lines, `name: ${name}`, ''].join('\n');
      return diffFile(file, text('old'), text(own ? name : 'new'));
    };
    return { document, fleet: null, groups: groupChanges(sets, () => 'update', diffOf) };
  }

  it('shows a change that all take alike once', () => {
    const plan = planOf(false);
    expect(plan.groups).toHaveLength(1);
    expect(asText(plan)).toContain('10000 clusters: cluster-0, ');
  });

  it('of which each changes otherwise is cut, with how many are left out and how to see them', () => {
    const plan = planOf(true);
    const markdown = planAsMarkdown(plan);
    expect(markdown.length).toBeLessThan(65_536);
    expect(markdown).toMatch(
      /\n\d+ more parts do not fit here: `mcp policy plan --diff --full` shows all\.\n$/u,
    );
    expect(asText(plan)).toContain('… and 9900 more groups of changes; --full shows all');
    expect(asText(plan, true).match(/\+key: cluster-/gu)).toHaveLength(10_000);
    expect(planAsHtml(plan)).toContain('and 9500 more groups');
  });
});
