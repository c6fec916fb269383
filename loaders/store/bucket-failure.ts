/** A bucket that said no, and what to do about it. */
class BucketFailure extends Error {}

export const isBucketFailure = (error: unknown): boolean => error instanceof BucketFailure;

/** What the codes of S3's answers ask for. Those that are not here are passed on as they are. */
const FIXES: Readonly<Record<string, string>> = {
  NoSuchBucket:
    "there is no bucket of that name at this endpoint; look at its name, AWS_REGION and AWS_ENDPOINT_URL",
  NoSuchKey: "it was removed while the bucket was read; import it again",
  AccessDenied:
    "these credentials may not; they need s3:ListBucket on the bucket and s3:GetObject on its objects",
  InvalidAccessKeyId:
    "AWS_ACCESS_KEY_ID is unknown there; with temporary credentials AWS_SESSION_TOKEN has to be set too",
  SignatureDoesNotMatch: "AWS_SECRET_ACCESS_KEY does not belong to AWS_ACCESS_KEY_ID",
  ExpiredToken: "the credentials have expired; get new ones",
  RequestTimeTooSkewed: "this machine's clock is wrong by more than 15 minutes; set it",
};
const BY_STATUS: Readonly<Record<number, string>> = { 403: "AccessDenied", 404: "NoSuchBucket" };

/** Of an answer that is no success, once it was tried again as often as is of use. */
export async function bucketFailure(
  { name, region }: { readonly name: string; readonly region: string },
  response: Response,
): Promise<Error> {
  const { status, headers } = response;
  const text = await response.text().catch(() => "");
  const tag = (what: string) => new RegExp(`<${what}>([^<]*)</${what}>`).exec(text)?.[1];
  const said = tag("Code") ?? BY_STATUS[status] ?? `HTTP ${status}`;
  const place = headers.get("x-amz-bucket-region") ?? tag("Region");
  const isElsewhere =
    (status >= 300 && status < 400) || ["PermanentRedirect", "AuthorizationHeaderMalformed"].includes(said);
  const fix = isElsewhere
    ? `it is in ${place ? `region ${place}` : "another region"}, and AWS_REGION is ${region}; set AWS_REGION=${place ?? "<its region>"}`
    : (FIXES[said] ?? tag("Message") ?? "try again later");
  return new BucketFailure(`s3://${name} says no (${said}, HTTP ${status}): ${fix}`);
}
