import { describe, expect, it } from "vitest";
import { nodeDestinations } from "../../../../src/model/traces/attribute.ts";
import { defaultRules as rules } from "../../../fixtures/default-rules.ts";
import { profileOf } from "../trees.ts";

/** Where the last frame of the stack goes by the default table. */
function goesTo(stack: readonly string[], format: string): string {
  const profile = profileOf([[stack, 1]], { format });
  return nodeDestinations(profile, rules).at(-1)!;
}

const user = "predict@/home/me/pipeline.py#python";
const libc = "/usr/lib/x86_64-linux-gnu/libc.so.6#native";
const libpython = "/usr/lib/libpython3.11.so.1.0#native";
const numpy =
  "/v/lib/python3.11/site-packages/numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so#native";
const ort =
  "/v/site-packages/onnxruntime/capi/onnxruntime_pybind11_state.cpython-311-x86_64-linux-gnu.so#native";

const server = "<module>@/home/me/llama-service/server.py#python";
const get = "Queue.get@/usr/lib/python3.11/queue.py#python";
const threading = "Condition.wait@/usr/lib/python3.11/threading.py#python";
const poolReader =
  "Connection._recv@/root/.pyenv/versions/3.11.7/lib/python3.11/multiprocessing/connection.py#python";
const main = "main@/home/me/pipeline.mjs#js";
const system = "embed@/home/me/pipeline.py#scalene_system";

/** Frames as the tools really write them, root first. */
const CASES: Readonly<Record<string, readonly (readonly [string, readonly string[]])[]>> = {
  speedscope: [
    ["interpreter", [user]],
    ["interpreter", [user, `unicode_lower@${libpython}`]],
    ["interpreter", [user, `unicode_lower@${libpython}`, `malloc@${libc}`]],
    ["interpreter", [`unicode_lower@${libpython}`]],
    ["interpreter", [user, `0x55d0@/usr/bin/python3.12#native`]],
    ["io", [user, "scan_once_unicode@/build/Python-3.11.7/Modules/_json.c#native"]],
    ["io", [user, "scan_once_unicode@_json.c#native", `unicode_hash@${libpython}`, `malloc@${libc}`]],
    ["io", [user, "save@D:\\a\\Modules\\_pickle.c#native"]],
    ["io", [user, "save_list.constprop.0@/usr/bin/python3.11#native"]],
    ["io", [user, "sock_sendall@Modules/socketmodule.c#native", `send@${libc}`]],
    ["io", [user, "sock_call_ex@Modules/socketmodule.c#native", `poll@${libc}`]],
    ["waiting", [user, `EpollSelector.select@/usr/lib/python3.11/selectors.py#python`, `epoll_wait@${libc}`]],
    ["waiting", [user, `pysleep@${libpython}`, `clock_nanosleep@${libc}`]],
    ["waiting", [user, `take_gil@${libpython}`]],
    ["waiting", [user, `take_gil@${libpython}`, `pthread_cond_timedwait@${libc}`]],
    ["io", [user, `__GI___libc_read@${libc}`]],
    ["io", [user, "ReadFile@C:\\Windows\\System32\\KERNELBASE.dll#native"]],
    ["waiting", [user, "WaitForSingleObjectEx@C:\\Windows\\System32\\KERNELBASE.dll#native"]],
    ["compute", [user, `FLOAT_matmul.isra.0@${numpy}`]],
    ["compute", [user, `sgemm_kernel_SKYLAKEX@/v/numpy.libs/libscipy_openblas64_-32a4b2a6.so#native`]],
    [
      "compute",
      [user, `cblas_sgemm@/System/Library/Frameworks/Accelerate.framework/vecLib/libBLAS.dylib#native`],
    ],
    ["io", [user, `array_tobytes@${numpy}`, `0x7f7d0058bb75@${libc}`]],
    [
      "compute",
      [user, `array_astype@${numpy}`, `PyArray_AssignArray@${numpy}`, `_aligned_contig_cast_u8@${numpy}`],
    ],
    ["io", [user, `array_copy@${numpy}`, `PyArray_AssignArray@${numpy}`, `_aligned_contig_cast_u8@${numpy}`]],
    ["io", [user, `_array_fromobject@${numpy}`, `FLOAT_setitem@${numpy}`]],
    ["compute", [user, `0x7f00@${ort}`]],
    ["compute", [user, `0x7f00@${ort}`, `memcpy@${libc}`]],
    ["compute", [user, `0x7f00@${ort}`, `pthread_cond_wait@${libc}`]],
    ["waiting", [user, `pthread_cond_wait@${libc}`]],
    [
      "io",
      [
        user,
        "torch::utils::tensor_ctor@/v/torch/lib/libtorch_python.so#native",
        "PyList_Size@/usr/bin/python3#native",
      ],
    ],
    ["compute", [user, "torch::autograd::THPVariable_conv1d@/v/torch/lib/libtorch_python.so#native"]],
    ["compute", [user, "at::native::conv2d@/v/site-packages/torch/lib/libtorch_cpu.so#native"]],
    ["interpreter", [user, "Module._call_impl@/v/site-packages/torch/nn/modules/module.py#python"]],
    ["waiting", [user, "cudaStreamSynchronize@/v/nvidia/cuda_runtime/lib/libcudart.so.12#native"]],
    ["io", [user, "mca_btl_vader_poll@/usr/lib/x86_64-linux-gnu/libopen-pal.so.40#native"]],
    ["io", [user, "MPI_Allreduce@/usr/lib/libmpi.so.40.30.4#native"]],
    ["io", [user, "cudaMemcpyAsync@/v/nvidia/cuda_runtime/lib/libcudart.so.12#native"]],
    ["compute", [user, "0x7f@/v/site-packages/tokenizers/tokenizers.abi3.so#native"]],
    ["io", [user, "ImagingJpegDecode@/v/site-packages/PIL/_imaging.cpython-311-x86_64-linux-gnu.so#native"]],
    [
      "compute",
      [user, "ImagingResample@/v/site-packages/PIL/_imaging.cpython-311-x86_64-linux-gnu.so#native"],
    ],
    ["io", [user, "JSONDecoder.raw_decode@/usr/lib/python3.11/json/decoder.py#python"]],
    ["io", [user, "Path.read_bytes@C:\\Python311\\Lib\\pathlib.py#python"]],
    ["interpreter", [user, "PurePath.parts@/usr/lib/python3.11/pathlib.py#python"]],
    [
      "compute",
      [user, "Session.run@/v/site-packages/onnxruntime/capi/onnxruntime_inference_collection.py#python"],
    ],
    ["unattributed", [user, "resize@/v/site-packages/mylib/_fast.cpython-311-x86_64-linux-gnu.so#native"]],
    ["unattributed", [user, "resize@mylib/_fast.so#native", `memcpy@${libc}`]],
    ["io", [user, `0x7f7d@${libc}`]],
    ["interpreter", [user, `unicode_lower@${libpython}`, `0x7f7d@${libc}`]],
    ["waiting", [user, get, threading, `pthread_cond_timedwait@${libc}`]],
    ["waiting", [server, get, threading, `pthread_cond_timedwait@${libc}`]],
    ["waiting", [server, `pthread_cond_timedwait@${libc}`]],
    ["waiting", [`0x7f00@${ort}`, "callback@/srv/app.py#python", get, `pthread_cond_timedwait@${libc}`]],
    [
      "compute",
      [`Thread.run@/usr/lib/python3.11/threading.py#python`, `0x7f00@${ort}`, `pthread_cond_wait@${libc}`],
    ],
    ["compute", [user, "llama_decode@/opt/llama.cpp/libllama.so#native", `pthread_cond_wait@${libc}`]],
    ["compute", [user, "GOMP_parallel@/v/torch/lib/libgomp-a34b3233.so.1#native", `0x7f@${libc}`]],
    [
      "compute",
      [
        user,
        "Session.run@/v/lib/python3.11/site-packages/onnxruntime/capi/onnxruntime_inference_collection.py#python",
        `pthread_cond_wait@${libc}`,
      ],
    ],
    ["waiting", [poolReader, `os_read@${libpython}`, `read@${libc}`]],
    ["waiting", [poolReader, `os_read@${libpython}`, `0x7f3f16@${libc}`]],
    ["waiting", [poolReader]],
    ["waiting", ["Pool._handle_tasks@/usr/lib/python3.11/multiprocessing/pool.py#python"]],
    ["io", ["_ConnectionBase.recv@/usr/lib/python3.11/multiprocessing/connection.py#python"]],
    ["waiting", ["Popen._execute_child@/usr/lib/python3.11/subprocess.py#python", `read@${libc}`]],
    [
      "waiting",
      [
        "Popen._execute_child@subprocess.py#python",
        "do_fork_exec@_posixsubprocess.c#native",
        `vfork@${libc}`,
      ],
    ],
    ["waiting", ["_worker@/usr/lib/python3.11/concurrent/futures/thread.py#python"]],
    // The program's own reads, in a worker of a pool or of an executor.
    ["io", ["worker@/usr/lib/python3.11/multiprocessing/pool.py#python", user, `read@${libc}`]],
    ["io", ["_WorkItem.run@/usr/lib/python3.11/concurrent/futures/thread.py#python", user, `recv@${libc}`]],
    ["io", [user, `read@${libc}`]],
    ["interpreter", ["get@/srv/app/queue.py#python"]],
    ["interpreter", ["wait@/home/me/threading.py#python"]],
    ["interpreter", ["tokenize@/srv/app/email/classifier.py#python"]],
    ["interpreter", ["score@/srv/app/http/rank.py#python"]],
    ["interpreter", ["pre@/srv/requests/app/pre.py#python"]],
    ["interpreter", ["norm@/srv/app/xml/norm.py#python"]],
    ["interpreter", ["f@/srv/redis/clean.py#python"]],
    ["interpreter", ["loads@C:\\work\\json\\fast.py#python"]],
    ["interpreter", ["read_all@/srv/app/io.py#python"]],
    ["interpreter", ["to@/home/me/torch/convert.py#python"]],
    ["interpreter", ["sleep@/srv/kernel/retry.py#python"]],
    ["interpreter", ["sock_read@/srv/kernel/retry.py#python"]],
    ["interpreter", ["open@/srv/my.so.d/retry.py#python"]],
    ["io", ["raw_decode@json/decoder.py#python"]],
    ["io", ["JSONDecoder.raw_decode@/opt/python3.13t/lib/python3.13t/json/decoder.py#python"]],
    ["io", ["JSONDecoder.raw_decode@C:\\Users\\me\\miniconda3\\envs\\a b\\Lib\\json\\decoder.py#python"]],
    ["io", ["JSONDecoder.raw_decode@/lib/python312.zip/json/decoder.py#python"]],
    ["io", ["Session.send@/v/lib/python3.11/site-packages/requests/sessions.py#python"]],
    ["io", ["Session.send@C:\\v\\Lib\\site-packages\\requests\\sessions.py#python"]],
    ["io", ["Session.send@requests/sessions.py#python"]],
    // An environment, or a project's folder, that is called after a library.
    ["interpreter", [user, "PyDict_GetItem@/opt/conda/envs/torch/lib/libpython3.11.so.1.0#native"]],
    ["interpreter", [user, "PyDict_GetItem@/opt/conda/envs/pandas/lib/libpython3.11.so.1.0#native"]],
    [
      "io",
      [user, "loads@/srv/torchserve/v/lib/python3.11/site-packages/orjson/orjson.cpython-311.so#native"],
    ],
    ["compute", [user, "f@/srv/grpc/v/lib/python3.11/site-packages/tokenizers/tokenizers.abi3.so#native"]],
    ["unattributed", [user, "f@/home/me/include/modules/fast.c#native"]],
    ["interpreter", [user, "dict_new@/build/Python-3.11.7/Objects/whatever.c#native"]],
    ["interpreter", [user, "dict_new@../Objects/whatever.c#native"]],
    ["io", ["bytes_new@libpython3.11.so#native", "__memmove_avx_unaligned_erms@libc.so.6#native"]],
  ],
  cpuprofile: [
    ["interpreter", ["tokenise@/home/me/pipeline.mjs#js"]],
    ["io", ["tokenise@/home/me/pipeline.mjs#js", "readFileSync@node:fs#builtin", "open#builtin"]],
    ["io", ["main@/home/me/pipeline.mjs#js", "toString@node:buffer#builtin", "base64Slice#builtin"]],
    ["compute", ["main@/home/me/pipeline.mjs#js", "wasm-function[12]@wasm://wasm/03652266#wasm"]],
    ["io", ["wasm-to-js:ii:@wasm://wasm/03652266#builtin"]],
    ["io", ["GenericJSToWasmWrapper#builtin"]],
    ["interpreter", ["(garbage collector)#gc"]],
    ["io", ["fromArrayLike@node:buffer#builtin", "(garbage collector)#gc"]],
    ["waiting", ["(idle)#idle"]],
    ["unattributed", ["(program)#program"]],
    ["interpreter", ["sort@/home/me/pipeline.mjs#js", "comparator#builtin"]],
    ["interpreter", ["processTicksAndRejections@node:internal/process/task_queues#builtin"]],
    [
      "waiting",
      [main, "execFileSync@node:child_process#builtin", "spawnSync@node:internal/child_process#builtin"],
    ],
    ["waiting", [main, "execSync@node:child_process#builtin"]],
    ["io", [main, "spawn@node:child_process#builtin"]],
    ["waiting", [main, "Atomics.wait@/v/loaders/profile/visible-builtins.mjs#js"]],
    ["io", [main, "JSON.parse@/v/loaders/profile/visible-builtins.mjs#js"]],
    ["interpreter", ["render@/home/me/onnxruntime-web/demo.js#js"]],
    ["interpreter", ["render@/home/me/onnxruntime-node/app.js#js"]],
    ["interpreter", ["sort@/srv/app/ort-helpers.js#js"]],
    ["compute", ["run@/app/node_modules/onnxruntime-node/dist/backend.js#js"]],
    ["io", ["run@https://cdn.jsdelivr.net/npm/onnxruntime-web@1.20.0/dist/ort.min.js#js"]],
    ["io", ["run@/app/dist/ort-wasm-simd-threaded.jsep.mjs#js"]],
    ["io", ["copyTensor@/app/node_modules/onnxruntime-web/dist/ort.node.min.mjs#js"]],
  ],
  kineto: [
    ["compute", ["ampere_sgemm_128x64_tn#kernel"]],
    ["io", ["Memcpy HtoD (Pageable -> Device)#gpu_memcpy"]],
    ["waiting", ["cudaDeviceSynchronize#cuda_sync"]],
    ["io", ["ncclDevKernel_AllReduce_Sum_bf16_RING_LL#gpu_collective"]],
    ["io", ["gloo:all_reduce#user_annotation"]],
    ["unattributed", ["nccl:all_reduce#user_annotation"]],
    [
      "io",
      [user, "<built-in method barrier of torch._C._distributed_c10d.ProcessGroup object>#python_function"],
    ],
    ["compute", ["aten::mm#cpu_op", "zeCommandListAppendLaunchKernel#xpu_driver"]],
    ["io", ["aten::to#cpu_op", "urEnqueueUSMMemcpy#xpu_runtime"]],
    ["compute", ["aten::conv2d#cpu_op"]],
    ["io", ["aten::copy_#cpu_op"]],
    ["compute", ["aten::linear#cpu_op", "cudaLaunchKernel#cuda_runtime"]],
    ["io", ["aten::to#cpu_op", "cudaMemcpyAsync#cuda_runtime"]],
    ["interpreter", ["nn.Module: Linear_0#python_function"]],
    ["unattributed", ["ProfilerStep*1#user_annotation"]],
    ["interpreter", ["forward#python_function", "my label#user_annotation"]],
  ],
  onnxruntime: [
    ["compute", ["Conv#ort_kernel"]],
    ["io", ["MemcpyToHost#ort_kernel"]],
    ["compute", ["SequentialExecutor::Execute#ort_executor"]],
    ["io", ["model_run#ort_session"]],
    ["io", ["model_loading_uri#ort_session"]],
    ["compute", ["session_initialization#ort_session"]],
  ],
  scalene: [
    ["interpreter", ["y = f(x)@/home/me/pipeline.py#python"]],
    ["compute", ["y = a.dot(b)@/home/me/pipeline.py#native"]],
    ["io", [system, "f.read()@/home/me/pipeline.py#scalene_system"]],
    ["io", [system, "rows = json.load(open(path))@/home/me/pipeline.py#scalene_system"]],
    ["io", [system, "reply = requests.get(url, timeout=3)@/home/me/pipeline.py#scalene_system"]],
    ["io", [system, 'frame = pd.read_csv("a.csv")@/home/me/pipeline.py#scalene_system']],
    ["waiting", [system, "for _ in range(30): time.sleep(.1)@/home/me/pipeline.py#scalene_system"]],
    ["waiting", [system, "await asyncio.sleep(1)@/home/me/pipeline.py#scalene_system"]],
    ["waiting", [system, "thread.join()@/home/me/pipeline.py#scalene_system"]],
    ["waiting", [system, "with self._lock:@/home/me/pipeline.py#scalene_system"]],
    ["waiting", [system, "item = queue.get()@/home/me/pipeline.py#scalene_system"]],
    ["waiting", [system, "subprocess.run(command)@/home/me/pipeline.py#scalene_system"]],
    ["waiting", ["time.sleep(0.004)@/home/me/pipeline.py#native"]],
    ["unattributed", [system, "for i in range(1000): s += i@/home/me/pipeline.py#scalene_system"]],
    ["unattributed", [system, 'text = ", ".join(words)@/home/me/pipeline.py#scalene_system']],
  ],
  pstats: [
    ["compute", [user, "<cvtColor>#builtin"]],
    ["compute", [user, "<built-in method PIL._imaging.new>#builtin"]],
    ["compute", [user, "<method 'resize' of 'ImagingCore' objects>#builtin"]],
    ["io", [user, "<imread>#builtin"]],
    ["io", [user, "<imdecode>#builtin"]],
    ["io", [user, "<method 'retrieve' of 'cv2.VideoCapture' objects>#builtin"]],
    ["io", [user, "<method 'decode' of 'ImagingDecoder' objects>#builtin"]],
    ["waiting", [user, "<method 'cpu' of 'torch._C.TensorBase' objects>#builtin"]],
    ["waiting", [user, "<method 'synchronize' of 'torch._C._CudaEventBase' objects>#builtin"]],
    ["waiting", [user, "<built-in method torch._C._cuda_synchronize>#builtin"]],
    ["interpreter", [user, "<built-in method builtins.ord>#builtin"]],
    ["io", [user, "<built-in method io.open>#builtin"]],
    ["io", [user, "<method 'sendall' of '_socket.socket' objects>#builtin"]],
    ["io", [user, "<built-in method _pickle.loads>#builtin"]],
    ["io", [user, "<method 'tobytes' of 'numpy.ndarray' objects>#builtin"]],
    ["compute", [user, "<method 'astype' of 'numpy.ndarray' objects>#builtin"]],
    ["compute", [user, "<built-in method onnxruntime.capi.onnxruntime_pybind11_state.run>#builtin"]],
    ["io", [user, "<built-in method torch.tensor>#builtin"]],
    ["io", [user, "<method 'wait' of 'torch._C._distributed_c10d.Work' objects>#builtin"]],
    ["io", [user, "<method 'tolist' of 'torch._C.TensorBase' objects>#builtin"]],
    ["compute", [user, "<built-in method torch.conv1d>#builtin"]],
    ["waiting", [user, "<built-in method time.sleep>#builtin"]],
    ["waiting", [user, "<method 'acquire' of '_thread.lock' objects>#builtin"]],
    ["io", ["dumps@/usr/lib/python3.11/json/__init__.py#python", "<method 'join' of 'str' objects>#builtin"]],
  ],
  pyinstrument: [
    ["io", [user, "socket.sendall@<built-in>#builtin"]],
    ["waiting", [user, "sleep@<built-in>#builtin"]],
    ["io", [user, "ndarray.tobytes@<built-in>#builtin"]],
    ["interpreter", [user, "list.append@<built-in>#builtin"]],
    ["waiting", [user, "[await]#wait"]],
  ],
  collapsed: [
    ["io", ["python", "_PyEval_EvalFrameDefault", "_json_scan", "scan_once_unicode", "unicode_hash"]],
    [
      "interpreter",
      ["python", "_PyEval_EvalFrameDefault", "PyDict_SetItem", "exc_page_fault@[kernel]#native"],
    ],
    ["io", ["python", "_PyEval_EvalFrameDefault", "vfs_read@[kernel]#native"]],
    ["compute", ["python", "[libopenblas.so.0]"]],
    ["waiting", ["python", "blas_thread_server"]],
  ],
  "chrome-trace": [
    ["interpreter", ["tokenise#portolan_interpreter"]],
    ["compute", ["run#portolan_compute"]],
    ["io", ["read#portolan_io"]],
    ["interpreter", ["RunTask#toplevel", "FunctionCall#devtools.timeline"]],
    ["io", ["fs.sync.read#node,node.fs,node.fs.sync"]],
    ["unattributed", ["RunTask#toplevel"]],
  ],
};

describe.each(Object.entries(CASES))("the default rules on %s", (format, cases) => {
  it.each(cases)("say %s of %j", (expected, stack) => {
    expect(goesTo(stack, format)).toBe(expected);
  });
});

describe("the default rules", () => {
  it("give each a reason that is a sentence", () => {
    for (const { id, reason } of rules) expect(reason, id).toMatch(/^[A-Za-z].{12,}\.$/s);
  });

  it("do not hide a rule behind an earlier one of the same conditions", () => {
    const seen = new Map<string, string>();
    for (const { id, name, file, categories, formats, parent, under, from } of rules) {
      const conditions = JSON.stringify([
        ...[name?.source, file?.source, parent?.source, under?.source, from?.source],
        ...[categories && [...categories], formats && [...formats]],
      ]);
      expect(seen.get(conditions), id).toBeUndefined();
      seen.set(conditions, id);
    }
  });
});

it.each([
  ["unattributed", "scalene_system", "reopen(x)  # not open(y)"],
  ["unattributed", "scalene_system", "work(x)  # time.sleep(1)"],
  ["waiting", "native", "time.sleep(0.004)"],
  ["compute", "native", "time.sleep(0.004); y = a @ b"],
])("the default rules say %s of Scalene's %s share of the line %j", (expected, category, name) => {
  const file = "/home/me/pipeline.py";
  const stack = [
    { name: "embed", file, line: 3, category: category === "native" ? "python" : category },
    { name, file, line: 4, category },
  ];
  expect(nodeDestinations(profileOf([[stack, 1]], { format: "scalene" }), rules).at(-1)).toBe(expected);
});

describe("unnamed C code under a line of Python", () => {
  const line = "encode@/srv/app/pipeline.py#python";
  const unnamed = "0x7f7d0058bb75@/usr/lib/x86_64-linux-gnu/libc.so.6#native";
  const split = (ownMs: number, unnamedMs: number) => {
    const stacks: [string[], number][] = [
      [[line], ownMs],
      [[line, unnamed], unnamedMs],
    ];
    return nodeDestinations(profileOf(stacks, { format: "speedscope" }), rules).at(-1);
  };

  it("copies bytes where it is most of the line", () => {
    expect(split(4, 96)).toBe("io");
  });
  it("is part of the line's own work where it is not", () => {
    expect(split(90, 10)).toBe("interpreter");
  });
});
