/** The articles that Portolan grew from, as they are called wherever one of their figures is used; docs/forecast.md lists them. */
export const SEED_000 = "seed 000 (cost comparison of Wasm runtimes, ONNX Runtime 1.17 on c7g.4xlarge)";
export const SEED_001 = "seed 001 (why WebAssembly does not make a model faster)";
export const SEED_002 = "seed 002 (survey of Wasm for machine learning)";
export const SEED_004 = "seed 004 (language models at the serverless edge)";
