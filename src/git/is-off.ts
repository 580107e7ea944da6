/** Whether a setting of git spells `false` (git-config(1)). */
export function isOff(value: string): boolean {
  return /^(false|no|off|0)$/i.test(value);
}
