/** A model that the reader brings: random inputs of the shapes that it declares, and nothing around it. */
import { requestBytes, requestOf } from "../model-alone/layout.js";
import { filledWith, seeded } from "../model-alone/seeded.js";
import { bytesOf, isTensorType, TENSOR_TYPES, type TensorSpec } from "../tensor-spec.js";
import type { LiveJob, LiveListing } from "./listing.js";
import type { ModelSignature } from "./runner.js";

export interface OwnModel {
  /** Of its file. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly inputs: readonly TensorSpec[];
  readonly outputs: readonly string[];
  /** Addresses of what the page made of it. */
  readonly places: Pick<LiveJob, "payloadPath" | "assetsPath"> & { readonly modelPath: string };
}

/** No run here knows it: it is no workload of Portolan. */
const ID = "own-model";
/** What a page can hand to an engine without a copy of its own being a burden. */
export const MOST_INPUT_BYTES = 256 * 2 ** 20;

/** Dimensions that the caller chooses, by name; one without a name is called after its input and place. */
export function symbolsOf({ inputs }: ModelSignature): string[] {
  const names = inputs.flatMap(({ name, dims }) => dims.flatMap((dim, i) => symbolOf(name, dim, i) ?? []));
  return [...new Set(names)];
}

/** How a dimension of an input is called; null where it is a number. */
export const symbolOf = (input: string, dim: number | string, i: number): string | null =>
  typeof dim === "number" && dim > 0 ? null : typeof dim === "string" && dim !== "" ? dim : `${input}[${i}]`;

/** An input's dimensions, all of them numbers. */
export const sizedDims = (
  { name, dims }: Pick<ModelSignature["inputs"][number], "name" | "dims">,
  sizeOf: (symbol: string) => number,
): number[] =>
  dims.map((dim, i) => {
    const symbol = symbolOf(name, dim, i);
    return symbol === null ? (dim as number) : sizeOf(symbol);
  });

export type Specs =
  | { readonly state: "found"; readonly inputs: readonly TensorSpec[] }
  | { readonly state: "not"; readonly reason: string };

/** @param sizes of the named dimensions; 1 where one is not given */
export function specsOf({ inputs }: ModelSignature, sizes: Readonly<Record<string, number>>): Specs {
  const specs: TensorSpec[] = [];
  for (const { name, type, dims } of inputs) {
    if (!isTensorType(type)) {
      const allowed = Object.keys(TENSOR_TYPES).join(", ");
      return { state: "not", reason: `its input "${name}" is of type ${type}; measured are ${allowed}` };
    }
    specs.push({ name, type, dims: sizedDims({ name, dims }, (symbol) => sizes[symbol] ?? 1) });
  }
  const bytes = specs.reduce((sum, spec) => sum + bytesOf(spec), 0);
  if (bytes > MOST_INPUT_BYTES) {
    const reason = `its inputs would take ${Math.ceil(bytes / 2 ** 20)} MiB; at most ${MOST_INPUT_BYTES / 2 ** 20} are given`;
    return { state: "not", reason };
  }
  return { state: "found", inputs: specs };
}

/** Seeded inputs, as the glue of a model alone finds them. */
export const seededRequest = (specs: readonly TensorSpec[]): Uint8Array<ArrayBuffer> =>
  requestOf(
    specs,
    specs.map((spec) => filledWith(spec, seeded(spec))),
  );

/** The listing as if this model were its one workload. */
export function listingOfModel(listing: LiveListing, model: OwnModel): LiveListing {
  const { name, bytes, sha256, inputs, outputs, places } = model;
  const { modelPath, ...otherPlaces } = places;
  const workers = listing.ownModel?.workers ?? [];
  const payloadBytes = requestBytes(inputs);
  return {
    ...listing,
    missing: [],
    targets: listing.targets.filter(({ record }) => workers.some(({ target }) => target === record.id)),
    workloads: [
      {
        record: {
          id: ID,
          title: name,
          summary: "A model of the reader’s own, with random inputs and no code around it.",
          size: "own",
          sizeLabel: inputs.map(({ dims }) => dims.join(" × ")).join(", "),
          payloadBytes,
          resultBytes: 0,
          model: { name, source: name, sha256, bytes },
        },
        tolerance: { tensors: 0, result: 0 },
        reference: null,
        bytes: 0,
        cells: workers.map(({ target, worker }) => {
          const threads = listing.targets.find(({ record }) => record.id === target)!.record.threads;
          const job = {
            ...otherPlaces,
            ...{
              workload: ID,
              target,
              threads,
              artefacts: {},
              settings: {},
              maxResultLength: 0,
              decode: null,
            },
            models: [
              {
                ...{ name, path: modelPath, inputs },
                outputs: outputs.map((output) => ({ name: output, type: "float32", dims: [] })),
              },
            ],
          };
          return { target, worker, job };
        }),
      },
    ],
  };
}
