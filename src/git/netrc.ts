/** What a machine of a netrc file stands for; null when the file does not speak of it. */
interface NetrcEntry {
  readonly username: string;
  readonly password: string;
}

/**
 * Finds a host, and where it is given that user, in the text of a `.netrc`: the first entry that fits, or `default`.
 * Entries without a password are passed over; macros are skipped.
 */
export function findInNetrc(text: string, host: string, username: string | null): NetrcEntry | null {
  const words =
    text.replace(/^\s*macdef[^]*?(?:\n[ \t]*\n|(?![^]))/gm, '').match(/"(?:\\.|[^"\\])*"|\S+/g) ?? [];
  let fits = false;
  let login = '';
  let password: string | null = null;
  const found = () =>
    fits && password !== null && (username === null || login === username)
      ? { username: login, password }
      : null;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === 'default' || word === 'machine') {
      const before = found();
      if (before !== null) return before;
      if (word === 'machine') index += 1;
      fits = word === 'default' || unquote(words[index]) === host;
      login = '';
      password = null;
    } else if (word === 'login' || word === 'password' || word === 'account') {
      index += 1;
      if (word === 'login') login = unquote(words[index]);
      if (word === 'password') password = unquote(words[index]);
    }
  }
  return found();
}

function unquote(word = ''): string {
  return word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, '$1') : word;
}
