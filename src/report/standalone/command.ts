/** What measures programs without an interpreter and a browser. */
export const STANDALONE_COMMAND = "npx portolan measure --set standalone";
