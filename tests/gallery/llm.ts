import { engineFigures, languageModelsLead } from "../../src/components/llm/engines.ts";
import { fitsForm, publishedTable } from "../../src/components/llm/fits.ts";
import { threadFigures } from "../../src/components/llm/threads.ts";
import { chatCosts } from "../../src/components/llm/token-costs.ts";
import { chatSummary } from "../fixtures/chats.ts";
import { book, summary as without } from "./data.ts";
import type { Gallery } from "./entry.ts";

const summary = chatSummary();

/** Language models: engines, and what fits where. */
export const llm: Gallery = {
  "llm/engines": {
    lead: () => languageModelsLead(summary),
    "where a request goes": () => engineFigures(summary),
    "nothing measured": () => engineFigures(without),
  },
  "llm/threads": {
    ladder: () => threadFigures(summary),
    "nothing measured": () => threadFigures(without),
  },
  "llm/token-costs": {
    costs: () => chatCosts(summary, book).costs,
    "several conversations": () => chatCosts(summary, book).serving,
    "a small model at the edge": () => chatCosts(summary, book).edge,
    "nothing measured": () => chatCosts(without, book).costs,
  },
  "llm/fits": { form: () => fitsForm(summary.bandwidth), published: publishedTable },
};
