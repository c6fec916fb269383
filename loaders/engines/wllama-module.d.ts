// By an alias, since the package's own types do not hold under this project's checks: `wllama.ts` says what is used of it.
declare module "wllama";
