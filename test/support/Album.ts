import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TestApi } from "./TestApi.js";

const create = `mutation ($input: CreatePictureInput!) { createPicture(input: $input) { url expiresAt picture { id } } }`;

/** A service that keeps pictures in a folder of its own. */
export class Album {
  private constructor(
    readonly api: TestApi,
    readonly folder: string,
  ) {}

  static async open(environment: Record<string, string> = {}): Promise<Album> {
    const folder = mkdtempSync(join(tmpdir(), "novadraw-album-"));
    const api = await TestApi.open({ PICTURE_DIR: folder, PUBLIC_URL: "https://api.example.org", ...environment });
    return new Album(api, folder);
  }

  /** What createPicture answers. */
  async announce(token: string, bytes: number, type = "JPEG", id?: string) {
    const { data, errors } = await this.api.ask(create, { token, variables: { input: { id, type, bytes } } });
    if (errors.length > 0) throw new Error(JSON.stringify(errors));
    return data.createPicture as { url: string; expiresAt: string; picture: { id: string } };
  }

  /** PUTs bytes to an address, as they are; headers come instead of the right ones. */
  async put(url: string, bytes: Buffer, headers: Record<string, string> = {}) {
    const { pathname, search, searchParams } = new URL(url);
    const { statusCode, body } = await this.api.http.inject({
      method: "PUT",
      url: pathname + search,
      headers: { "content-type": searchParams.get("type") ?? "", ...headers },
      payload: bytes,
    });
    return { status: statusCode, code: body === "" ? undefined : JSON.parse(body).errors[0].extensions.code };
  }

  /** Uploads a picture, and returns its id. */
  async upload(token: string, bytes: Buffer, type = "JPEG"): Promise<string> {
    const { url, picture } = await this.announce(token, bytes.length, type);
    const { status } = await this.put(url, bytes);
    if (status !== 204) throw new Error(`The upload was answered with ${status}`);
    return picture.id;
  }

  get(url: string, headers: Record<string, string> = {}) {
    const { pathname, search } = new URL(url);
    return this.api.http.inject({ method: "GET", url: pathname + search, headers });
  }

  /** The addresses of a picture that the viewer may see. */
  async addressesOf(id: string, token: string): Promise<{ full: string; thumbnail: string } | null> {
    const query = `query ($id: ID!) { node(id: $id) { ... on Picture { full: url thumbnail: url(size: THUMBNAIL) } } }`;
    return (await this.api.ask(query, { token, variables: { id } })).data.node;
  }

  /** The names of all files. */
  files(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
  }

  async close(): Promise<void> {
    await this.api.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
