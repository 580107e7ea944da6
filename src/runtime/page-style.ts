import { createHash } from 'node:crypto';
import { html, trusted } from './markup.ts';
import type { Markup } from './markup.ts';

/**
 * The style sheet of a page without scripts, and the content security policy that allows it by its digest and nothing else,
 * should an escape ever be missed.
 */
export function pageStyle(styleSheet: string): { readonly policy: Markup; readonly style: Markup } {
  const digest = createHash('sha256').update(styleSheet).digest('base64');
  const policy = html`<meta
    http-equiv="Content-Security-Policy"
    content="default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'"
  />`;
  return { policy, style: trusted(`<style>${styleSheet}</style>`) };
}
