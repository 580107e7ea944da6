/** The environment of a user without any settings of git. */
export function plainGit(home: string): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', HOME: home };
}
