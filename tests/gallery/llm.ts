import { chatForms } from "../../src/components/llm/chat-forms.ts";
import { engineFigures, languageModelsLead } from "../../src/components/llm/engines.ts";
import { fitsForm, publishedTable } from "../../src/components/llm/fits.ts";
import { threadFigures } from "../../src/components/llm/threads.ts";
import { chatAnswers } from "../../src/components/llm/token-costs.ts";
import { chatSummary } from "../fixtures/chats.ts";
import { book, summary as without } from "./data.ts";
import type { Gallery } from "./entry.ts";

const summary = chatSummary();

const forms = () => chatForms(summary, book)!;
const answers = () => chatAnswers(forms(), summary, book);

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
  "llm/chat-forms": {
    "traffic and lengths": () => forms().costs,
    "an engine and its limits": () => forms().serving,
    "a small model": () => forms().edge,
  },
  "llm/token-costs": {
    costs: () => answers().costs,
    "several conversations": () => answers().serving,
    "a small model at the edge": () => answers().edge,
  },
  "llm/fits": { form: () => fitsForm(summary.bandwidth), published: publishedTable },
};
