import { describe, expect, it } from "@jest/globals";
import { readConfig } from "../../src/config.js";

describe("the settings of pictures", () => {
  it("keep pictures in a bucket with all that the service needs to know, and in production by https", () => {
    const bucket = {
      PICTURE_STORE: "s3",
      S3_ENDPOINT: "https://s3.eu-central-1.amazonaws.com",
      S3_BUCKET: "novadraw-pictures",
      S3_REGION: "eu-central-1",
      S3_ACCESS_KEY_ID: "AKIAEXAMPLE",
      S3_SECRET_ACCESS_KEY: "s3cret/+=",
    };
    const production = { ...bucket, NODE_ENV: "production", DATABASE_URL: "postgresql://u@h/db", PUBLIC_URL: "https://a.org" };
    const refusal = (given: NodeJS.ProcessEnv) => {
      try {
        return String(readConfig(given));
      } catch (error) {
        return String(error);
      }
    };

    expect(readConfig(bucket).pictures?.store).toEqual({
      endpoint: bucket.S3_ENDPOINT,
      bucket: bucket.S3_BUCKET,
      region: bucket.S3_REGION,
      accessKeyId: bucket.S3_ACCESS_KEY_ID,
      secretAccessKey: bucket.S3_SECRET_ACCESS_KEY,
    });
    for (const name of Object.keys(bucket).slice(1)) {
      const said = refusal({ ...bucket, [name]: "" });
      expect(said).toMatch(new RegExp(`\\n  ${name} is .*PICTURE_STORE=s3 needs it[^\n]*$`));
      expect(said).not.toContain("s3cret");
    }
    expect(refusal({ ...production, PUBLIC_URL: "" })).toMatch(/PUBLIC_URL is/);
    expect(refusal({ ...production, S3_ENDPOINT: "http://s3.example.org" })).toMatch(/S3_ENDPOINT is .*https$/);
    for (const S3_ENDPOINT of [bucket.S3_ENDPOINT, "http://127.0.0.1:9000"])
      expect(readConfig({ ...production, S3_ENDPOINT }).pictures).toBeDefined();
  });
});
