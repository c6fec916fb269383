/** Where a page finds the files of npm packages. */
export const PACKAGES = "packages/";

/** The address of a package's file, for a worker, which lies one folder below what serves them. */
export const packageAddress = (file: string): string =>
  new URL(`../${PACKAGES}${file}`, import.meta.url).href;

/** A page that opens the worker and passes messages on, both ways. */
export const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Portolan measures</title>
<link rel="icon" href="data:,">
<p>Portolan measures a target in this page. Leave it visible.</p>
<script type="module">
  const worker = new Worker("./worker/worker.js", { type: "module" });
  const fail = (message) => portolanReply({ type: "error", message });
  const pass = async (message) => {
    // As a blob: the driver would be told of a body of bytes, which takes seconds for a few megabytes.
    if (message.type === "saved") await fetch("./saved", { method: "POST", body: new Blob([message.bytes]) });
    else if (message.type === "started")
      portolanReply({ ...message, spawnMs: message.at / 1e6 - performance.timeOrigin });
    else portolanReply(message);
  };
  let passed = Promise.resolve();
  worker.addEventListener("message", ({ data }) => {
    passed = passed.then(() => pass(data));
  });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    fail(event.message || "the worker could not be loaded");
  });
  // A hidden page's timers are slowed down, and its work may be put on slower cores.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") fail("the page was hidden while it measured");
  });
  globalThis.portolanAsk = (message) => worker.postMessage(message);
</script>
`;
