import { expect, it } from "vitest";
import { parseFrameName } from "../../../../src/model/traces/timeline/frame-name.ts";

it.each([
  ["torch/nn/modules/conv.py(553): forward", "forward", "torch/nn/modules/conv.py", 553],
  ["<string>(1): __new__", "__new__", "<string>", 1],
  ["forward (/srv/app/model.py:12)", "forward", "/srv/app/model.py", 12],
  [
    "<built-in method to of Tensor object at 0x7f21d0c0a9f0>",
    "<built-in method to of Tensor object>",
    null,
    null,
  ],
  ["void gemm<float, 4>(float*, int)", "void gemm<float, 4>(float*, int)", null, null],
  ["V8.GCScavenger", "V8.GCScavenger", null, null],
])("%s", (written, name, file, line) => {
  expect(parseFrameName(written)).toEqual({ name, file, line });
});
