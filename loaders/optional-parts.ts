import { llamaPart } from "./llm/node-llama.ts";
import type { OptionalPart } from "./optional-part.ts";
import { isReady, pythonEnvironments, setUpEnvironment } from "./python/venv.ts";

export const optionalParts: readonly OptionalPart[] = [
  ...pythonEnvironments.map(
    (environment): OptionalPart => ({
      ...environment,
      holds: `a virtual environment with ${environment.holds}`,
      isReady: () => isReady(environment),
      setUp: (say, again) => setUpEnvironment(environment, say, again),
    }),
  ),
  llamaPart,
];
