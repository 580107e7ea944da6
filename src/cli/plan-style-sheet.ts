/** The look of the page of a plan: text contrast of at least 4.5 to 1 in both schemes. */
export const planStyleSheet = `
:root{color-scheme:light dark;--page:#fff;--text:#1b2330;--muted:#566072;--line:#d5dae2;--soft:#f3f5f8;--add:#14694a;--remove:#a52a1c;--hunk:#1f56a8}
@media (prefers-color-scheme:dark){:root{--page:#10151c;--text:#e4e9f0;--muted:#a0acbb;--line:#2c3744;--soft:#18202a;--add:#6fd3ab;--remove:#ff9d8f;--hunk:#8ab8f5}}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:72rem;margin:0 auto;padding:1.25rem}
h1{font-size:1.6rem;line-height:1.25}
h2{font-size:1.2rem;margin-top:2rem}
.muted{color:var(--muted)}
details{border:1px solid var(--line);border-radius:6px;margin:.5rem 0}
summary{cursor:pointer;padding:.5rem .8rem;font-weight:600}
pre{margin:0;padding:.6rem .8rem;background:var(--soft);overflow-x:auto;font:.85rem/1.45 ui-monospace,monospace}
pre span{display:block}
.add{color:var(--add)}.remove{color:var(--remove)}.hunk{color:var(--hunk)}.file{font-weight:700}
`;
