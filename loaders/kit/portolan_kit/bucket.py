"""Puts a run into a bucket, by S3's plain API with Signature Version 4 and Python's own library."""

import hashlib
import hmac
import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request

TRIES = 4
TIMEOUT_S = 60


class Refused(Exception):
    """The bucket says no, or cannot be reached; the message says what to set."""


class Bucket:
    def __init__(self, address):
        """`address`: s3://bucket or s3://bucket/prefix. Throws Refused where something is not set."""
        match = re.fullmatch(r"s3://([^/]+)(?:/(.*))?", address)
        if not match:
            raise Refused(f"{address} is no address of a bucket: give s3://bucket or s3://bucket/prefix")
        self.name = match.group(1)
        self.prefix = (match.group(2) or "").strip("/")
        self.key_id = os.environ.get("AWS_ACCESS_KEY_ID")
        self.secret = os.environ.get("AWS_SECRET_ACCESS_KEY")
        if not self.key_id or not self.secret:
            raise Refused("to put the run into a bucket, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
        self.token = os.environ.get("AWS_SESSION_TOKEN")
        self.region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
        endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
        if endpoint:
            self.url = f"{endpoint.rstrip('/')}/{self.name}/"
        elif "." in self.name:
            self.url = f"https://s3.{self.region}.amazonaws.com/{self.name}/"
        else:
            self.url = f"https://{self.name}.s3.{self.region}.amazonaws.com/"

    def put(self, path):
        """A file, under its own name. Returns its address; throws Refused."""
        with open(path, "rb") as file:
            body = file.read()
        key = "/".join(part for part in (self.prefix, os.path.basename(path)) if part)
        for attempt in range(TRIES):
            failure = self._try(key, body)
            if failure is None:
                return f"s3://{self.name}/{key}"
            message, is_final = failure
            if is_final or attempt == TRIES - 1:
                raise Refused(f"s3://{self.name} does not take {key}: {message}")
            time.sleep(2**attempt)

    def _try(self, key, body):
        """None if it is there; else why not, and whether another try would be of no use."""
        request = urllib.request.Request(self.url + urllib.parse.quote(key), data=body, method="PUT")
        for name, value in self._signed(request.full_url, body).items():
            request.add_header(name, value)
        try:
            urllib.request.urlopen(request, timeout=TIMEOUT_S).close()
            return None
        except urllib.error.HTTPError as error:
            said = error.read().decode("utf-8", "replace")
            code = re.search(r"<Code>([^<]*)</Code>", said)
            place = error.headers.get("x-amz-bucket-region")
            elsewhere = f"; it is in region {place}, set AWS_REGION" if place and place != self.region else ""
            return f"{code.group(1) if code else 'refused'} (HTTP {error.code}){elsewhere}", error.code < 500 and error.code != 429
        except OSError as error:
            return str(getattr(error, "reason", error)), False

    def _signed(self, url, body):
        """Headers, by https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html."""
        at = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        parts = urllib.parse.urlsplit(url)
        headers = {
            "content-type": "application/x-ndjson",
            "host": parts.netloc,
            "x-amz-content-sha256": hashlib.sha256(body).hexdigest(),
            "x-amz-date": at,
        }
        if self.token:
            headers["x-amz-security-token"] = self.token
        names = ";".join(sorted(headers))
        lines = [f"{name}:{headers[name]}" for name in sorted(headers)]
        canonical = "\n".join(["PUT", parts.path, "", *lines, "", names, headers["x-amz-content-sha256"]])
        scope = [at[:8], self.region, "s3", "aws4_request"]
        to_sign = "\n".join(["AWS4-HMAC-SHA256", at, "/".join(scope), hashlib.sha256(canonical.encode()).hexdigest()])
        key = f"AWS4{self.secret}".encode()
        for part in scope:
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
        headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={self.key_id}/{'/'.join(scope)}, SignedHeaders={names}, Signature={signature}"
        return headers
