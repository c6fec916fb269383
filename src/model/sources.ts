/**
 * What Portolan holds its measurements against, and takes a figure from where nothing was measured: articles and papers, so
 * that a reader can find each of them.
 */

export interface Source {
  readonly title: string;
  /** Who wrote it, and where it appeared. */
  readonly by: string;
  /** Year, month or day; of what bears no date, what tells when it was written. */
  readonly date: string;
  /** Null where only the text is known. */
  readonly url: string | null;
  /** As it is called in a sentence. */
  readonly name: string;
}

export const HIDDEN_COST: Source = {
  title: "The Hidden Cost of debunked WebAssembly should AI: A Step-by-Step Guide",
  by: "Ankush Choudhary Johal, dev.to",
  date: "2026; its prices and runtimes are of 2024",
  url: "https://dev.to/johalputt/the-hidden-cost-of-debunked-webassembly-should-ai-a-step-by-step-guide-1lih",
  name: "“The Hidden Cost of debunked WebAssembly” (dev.to)",
};

export const HOW_WASM_WORKS: Source = {
  title: "How WebAssembly Works for ML Inference: A Practical Explanation",
  by: "TechnoLynx",
  date: "undated, read in 2026",
  url: "https://www.technolynx.com/post/how-webassembly-works-for-ml-inference-a-practical-explanation/",
  name: "“How WebAssembly Works for ML Inference” (TechnoLynx)",
};

export const UNIVERSAL_RUNTIME: Source = {
  title:
    "WebAssembly as a Universal Runtime for AI Engineering: A Comprehensive Analysis of Performance, Portability, and Security",
  by: "unsigned survey",
  date: "undated; it speaks of WebAssembly 3.0, which is of 2025",
  url: null,
  name: "“WebAssembly as a Universal Runtime for AI Engineering” (survey)",
};

export const WASSUP: Source = {
  title: "Wassup with WASM and AI Inferencing: Lightweight Speed Meets Heavyweight Intelligence",
  by: "cloudportabletech.com",
  date: "undated, read in 2026",
  url: "https://cloudportabletech.com",
  name: "“Wassup with WASM and AI Inferencing” (cloudportabletech.com)",
};

export const EDGE_LLMS: Source = {
  title: "Edge AI Inference: Optimizing WebAssembly for Real-Time LLMs",
  by: "RodyTech",
  date: "undated, read in 2026",
  url: "https://blog.rodytech.ai/edge-ai-inference-optimizing-webassembly-for-real-time-llms/",
  name: "“Optimizing WebAssembly for Real-Time LLMs” (RodyTech)",
};

export const NOT_SO_FAST: Source = {
  title: "Not So Fast: Analyzing the Performance of WebAssembly vs. Native Code",
  by: "Jangda, Powers, Berger and Guha, USENIX ATC",
  date: "2019",
  url: "https://arxiv.org/abs/1901.09056",
  name: "“Not So Fast” (USENIX ATC 2019)",
};

export const ANATOMIZING: Source = {
  title: "Anatomizing Deep Learning Inference in Web Browsers",
  by: "Wang, Jiang, Chen and others, arXiv 2402.05981",
  date: "2024",
  url: "https://arxiv.org/abs/2402.05981",
  name: "“Anatomizing Deep Learning Inference in Web Browsers” (arXiv 2402.05981)",
};

export const WEB_LLM: Source = {
  title: "WebLLM: A High-Performance In-Browser LLM Inference Engine",
  by: "Ruan, Qin and others, arXiv 2412.15803",
  date: "2024-12-20",
  url: "https://arxiv.org/abs/2412.15803",
  name: "“WebLLM” (arXiv 2412.15803)",
};

export const PYODIDE_ROADMAP: Source = {
  title: "Pyodide: Roadmap",
  by: "the Pyodide developers",
  date: "as of Pyodide 0.20, 2022",
  url: "https://pyodide.org/en/0.20.0/project/roadmap.html",
  name: "Pyodide’s roadmap (0.20)",
};

export const SCALENE: Source = {
  title: "Triangulating Python Performance Issues with Scalene",
  by: "Berger, Stern and Altmayer Pizzorno, OSDI",
  date: "2023",
  url: "https://www.usenix.org/conference/osdi23/presentation/berger",
  name: "“Triangulating Python Performance Issues with Scalene” (OSDI 2023)",
};
