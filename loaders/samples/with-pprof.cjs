/**
 * Preloaded into a Node program, writes what it did as a pprof profile when it ends: npm's @datadog/pprof, from NODE_PATH, does
 * the sampling. PPROF_FILE is where to, PPROF_NEUTRAL a JSON list of pairs: folders of this machine, and what to write for them.
 */
const { writeFileSync } = require("node:fs");
const { encodeSync, time } = require("@datadog/pprof");

time.start({ intervalMicros: 4000 });

process.once("beforeExit", () => {
  const profile = time.stop();
  const pairs = [[process.env.NODE_PATH, "/app/node_modules"], ...JSON.parse(process.env.PPROF_NEUTRAL)];
  const { strings, constructor: Table } = profile.stringTable;
  // The table keeps its texts encoded, so it cannot be edited.
  profile.stringTable = new Table();
  for (const text of strings)
    profile.stringTable.dedup(pairs.reduce((all, [from, to]) => all.replaceAll(from, to), text));
  if (profile.stringTable.strings.length !== strings.length) throw new Error("two texts became one");
  writeFileSync(process.env.PPROF_FILE, encodeSync(profile));
});
