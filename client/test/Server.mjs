import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** The demo as `npm run demo` starts it, on a port and in a folder of its own. */
export class Server {
  static async start(environment = {}) {
    const folder = mkdtempSync(join(tmpdir(), "novadraw-client-"));
    const child = spawn(process.execPath, ["dist/src/main.js", "--demo"], {
      cwd: PROJECT,
      env: {
        PATH: process.env.PATH,
        PORT: "0",
        DATABASE_DIR: join(folder, "pg"),
        PICTURE_DIR: join(folder, "pictures"),
        BCRYPT_COST: "4",
        ...environment,
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    for await (const chunk of child.stdout) {
      output += chunk;
      if (output.includes("Stop with Ctrl-C")) break;
    }
    const [, address] = /The playground:\s+(http\S+)\/\n/.exec(output) ?? [];
    if (address === undefined) throw new Error(`The demo did not start. Run npm run build first. It said: ${output}`);
    return new Server(child, folder, `${address}/graphql`);
  }

  constructor(child, folder, url) {
    this.child = child;
    this.folder = folder;
    this.url = url;
  }

  async stop() {
    this.child.kill("SIGKILL");
    await once(this.child, "exit");
    rmSync(this.folder, { recursive: true });
  }

  /** The data and errors of an operation, sent without any kit. */
  async ask(query, variables, token) {
    const response = await fetch(this.url, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
    });
    return response.json();
  }

  async signIn(name) {
    const input = { email: `${name}@example.org`, password: "novadraw-demo" };
    const { data } = await this.ask("mutation ($input: SignInInput!) { signIn(input: $input) { token } }", { input });
    return data.signIn.token;
  }
}
