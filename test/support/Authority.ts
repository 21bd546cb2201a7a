import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An authority of a test's own, which signs the certificates of its servers. */
export class Authority {
  private readonly folder = mkdtempSync(join(tmpdir(), "novadraw-authority-"));
  /** Its own certificate, as a file. */
  readonly file = join(this.folder, "ca.pem");

  constructor(readonly name: string) {
    const subject = ["-subj", `/CN=${name}`, "-days", "2", "-nodes"];
    this.run("req", "-x509", "-newkey", "rsa:2048", "-keyout", "ca.key", "-out", "ca.pem", ...subject);
  }

  /** A certificate for the names, as DNS:localhost,IP:127.0.0.1. */
  sign(names: string): { readonly certificate: string; readonly key: string } {
    this.run(
      ...["req", "-x509", "-newkey", "rsa:2048", "-keyout", "server.key", "-out", "server.pem", "-nodes", "-days", "2"],
      ...["-subj", "/CN=a server", "-addext", `subjectAltName=${names}`, "-addext", "basicConstraints=critical,CA:FALSE"],
      ...["-CA", "ca.pem", "-CAkey", "ca.key"],
    );
    const read = (name: string) => readFileSync(join(this.folder, name), "utf8");
    return { certificate: read("server.pem"), key: read("server.key") };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private run(...words: string[]): void {
    execFileSync("openssl", words, { cwd: this.folder, stdio: "ignore" });
  }
}
