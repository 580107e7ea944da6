/** Variables of the environment that are for mcp alone: policies that may read the environment do not see them. */
export const secretVariables: readonly string[] = ['MCP_GIT_PASSWORD', 'MCP_GIT_TOKEN', 'MCP_SIGNING_KEY'];
