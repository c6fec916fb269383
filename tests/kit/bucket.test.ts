import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { runCommand } from "../../loaders/run-command.ts";
import { ObjectServer } from "../fixtures/object-server.ts";
import { temporaryFolder } from "../fixtures/temporary-folder.ts";

const folder = temporaryFolder();
const kit = fileURLToPath(new URL("../../loaders/kit", import.meta.url));
const PUT = `
import sys
sys.path.insert(0, sys.argv[1])
from portolan_kit import bucket
bucket.TRIES = 1
try:
    print(bucket.Bucket(sys.argv[2]).put(sys.argv[3]))
except bucket.Refused as error:
    sys.exit(str(error))
`;

const put = (address: string, path: string, env: Readonly<Record<string, string>>) =>
  runCommand(process.env.PYTHON || "python3", ["-B", "-c", PUT, kit, address, path], { env });

it("puts a run where it belongs, signed as a bucket asks", async () => {
  await using server = await ObjectServer.start({ perAnswer: 10 });
  const path = join(folder, "run 1.jsonl");
  writeFileSync(path, "rows\n");
  const { ok, stdout, stderr } = await put("s3://bucket/fleet ü/", path, server.environment);
  expect({ ok, stderr }).toEqual({ ok: true, stderr: "" });
  expect(stdout.trim()).toBe("s3://bucket/fleet ü/run 1.jsonl");
  expect([...server.objects].map(([key, bytes]) => [key, bytes.toString()])).toEqual([
    ["fleet ü/run 1.jsonl", "rows\n"],
  ]);
});

it.each([
  ["a wrong secret", "s3://bucket", { AWS_SECRET_ACCESS_KEY: "wrong" }, "SignatureDoesNotMatch (HTTP 403)"],
  ["no bucket", "s3://other", {}, "NoSuchBucket (HTTP 404)"],
  [
    "another region",
    "s3://bucket",
    { AWS_REGION: "eu-west-1" },
    "it is in region eu-north-1, set AWS_REGION",
  ],
  [
    "no credentials",
    "s3://bucket",
    { AWS_ACCESS_KEY_ID: "" },
    "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  ],
  [
    "no server",
    "s3://bucket",
    { AWS_ENDPOINT_URL: "http://127.0.0.1:9" },
    "s3://bucket does not take run.jsonl",
  ],
  ["no address", "bucket", {}, "give s3://bucket or s3://bucket/prefix"],
])("says what is wrong: %s", async (_, address, env, reason) => {
  await using server = await ObjectServer.start({ perAnswer: 10 });
  const path = join(folder, "run.jsonl");
  writeFileSync(path, "rows\n");
  const { ok, stderr } = await put(address, path, { ...server.environment, ...env });
  expect(ok).toBe(false);
  expect(stderr).toContain(reason);
});
