/** Whether a text is the full name of a ref, by the rules of git-check-ref-format(1), or `HEAD`. */
export function isRefName(name: string): boolean {
  if (name === 'HEAD') return true;
  if (!name.startsWith('refs/') || name.length > 1024) return false;
  if (/[\u0000- \u007f~^:?*[\\]|\.\.|@\{|\/\/|\.$|\/$/.test(name)) return false;
  return !name.split('/').some((part) => part.startsWith('.') || part.endsWith('.lock'));
}
