/**
 * A word that a shell takes as it stands. Names of branches and repositories may hold `$(...)` or `;`,
 * and a reader is going to paste the command.
 */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
