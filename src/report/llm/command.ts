/** Measures language models on every engine that is there. */
export const LLM_COMMAND = "npx portolan measure --set llm";
