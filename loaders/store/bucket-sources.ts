/** Runs in a bucket, by S3's plain API: the one network of `portolan import`, and only where an address asks for it. */
import { AwsClient } from "aws4fetch";
import { bucketFailure, isBucketFailure } from "./bucket-failure.ts";
import { isRunFileName, type RunSource } from "./run-sources.ts";

const SCHEME = "s3://";
const TIMEOUT_MS = 60_000;
const RETRIES = 3;

export const isBucketAddress = (text: string): boolean => text.startsWith(SCHEME);

/** A bucket, how it is reached, and by whom. */
interface Bucket {
  readonly name: string;
  /** Where its objects are, ending in a slash. */
  readonly url: string;
  readonly region: string;
  readonly client: AwsClient;
}

/**
 * The run files whose keys begin so, as they are listed.
 *
 * @param address s3://bucket/prefix
 * @throws Error that says what to set, or what the bucket said
 */
export async function* objectSourcesOf(address: string): AsyncGenerator<RunSource> {
  const [name = "", ...path] = address.slice(SCHEME.length).split("/");
  if (name === "")
    throw new Error(`${address} names no bucket; give s3://bucket or s3://bucket/prefix (docs/fleet.md)`);
  const bucket = bucketOf(name);
  for await (const key of keysOf(bucket, path.join("/"))) {
    if (isRunFileName(key)) yield { name: `${SCHEME}${name}/${key}`, open: () => objectOf(bucket, key) };
  }
}

function bucketOf(name: string): Bucket {
  const { env } = process;
  const accessKeyId = env.AWS_ACCESS_KEY_ID;
  const secretAccessKey = env.AWS_SECRET_ACCESS_KEY;
  if (!accessKeyId || !secretAccessKey)
    throw new Error(
      `to read ${SCHEME}${name}, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN where there is one, AWS_REGION, and ` +
        'AWS_ENDPOINT_URL of a service other than AWS); with a profile: eval "$(aws configure export-credentials --format env)"',
    );
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION || "us-east-1";
  const endpoint = env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL;
  // A name with a dot is no name of a host that AWS's certificate is for, and other services seldom have hosts for buckets.
  const inPath = endpoint ?? (name.includes(".") ? `https://s3.${region}.amazonaws.com` : null);
  const url =
    inPath === null
      ? `https://${name}.s3.${region}.amazonaws.com/`
      : `${inPath.replace(/\/+$/, "")}/${name}/`;
  if (!URL.canParse(url))
    throw new Error(
      `AWS_ENDPOINT_URL is ${JSON.stringify(endpoint)}; give an address such as https://s3.example.com`,
    );
  const sessionToken = env.AWS_SESSION_TOKEN || undefined;
  const client = new AwsClient({
    ...{ accessKeyId, secretAccessKey, region, service: "s3", retries: RETRIES },
    ...(sessionToken ? { sessionToken } : {}),
  });
  return { name, url, region, client };
}

/** All of them, however many answers of a thousand that takes. */
async function* keysOf(bucket: Bucket, prefix: string): AsyncGenerator<string> {
  const { JSDOM } = await import("jsdom");
  let token: string | null = null;
  do {
    const query = new URLSearchParams({ "list-type": "2", "encoding-type": "url", prefix });
    if (token !== null) query.set("continuation-token", token);
    const answer = await ask(bucket, `?${query}`, (response) => response.text());
    const { document } = new JSDOM(answer, { contentType: "text/xml" }).window;
    const textOf = (tag: string) => document.getElementsByTagName(tag)[0]?.textContent ?? null;
    for (const key of document.getElementsByTagName("Key"))
      yield decodeURIComponent((key.textContent ?? "").replaceAll("+", " "));
    token = textOf("IsTruncated") === "true" ? textOf("NextContinuationToken") : null;
  } while (token !== null);
}

async function* objectOf(bucket: Bucket, key: string): AsyncGenerator<Buffer> {
  const path = key.split("/").map(encodeURIComponent).join("/");
  yield await ask(bucket, path, async (response) => Buffer.from(await response.arrayBuffer()));
}

/** What the bucket answers, read to its end. */
async function ask<T>(bucket: Bucket, path: string, read: (response: Response) => Promise<T>): Promise<T> {
  const { client, url } = bucket;
  try {
    const response = await client.fetch(`${url}${path}`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: "manual",
    });
    if (!response.ok) throw await bucketFailure(bucket, response);
    return await read(response);
  } catch (error) {
    if (isBucketFailure(error)) throw error;
    const { name, message, cause } = error as Error;
    const reason =
      name === "TimeoutError"
        ? `no answer within ${TIMEOUT_MS / 1e3} s`
        : (cause as Error)?.message || message;
    throw new Error(
      `${SCHEME}${bucket.name} cannot be reached at ${new URL(url).origin}: ${reason}; look at the network, AWS_REGION (${bucket.region}) and AWS_ENDPOINT_URL`,
    );
  }
}
