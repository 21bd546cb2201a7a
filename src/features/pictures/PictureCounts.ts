import type { Engine } from "#engine/features";

const BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40];

/** What became of an upload, by the status that answers it. */
const OUTCOMES: Readonly<Record<number, string>> = {
  204: "kept",
  403: "forbidden",
  409: "taken",
  411: "refused",
  413: "refused",
  415: "refused",
  503: "unavailable",
};

/** Counts what becomes of pictures and of their files, in this process. The database is never asked for it. */
export class PictureCounts {
  private readonly uploads;
  private readonly removals;
  /** A picture was cleaned and stored in so many seconds. */
  readonly noteKept: (seconds: number) => void;

  constructor({ count, measure }: Pick<Engine, "count" | "measure">) {
    this.uploads = count("pictures_total", "Uploads of pictures, by what became of them", ["outcome"]);
    this.removals = count("files_removed_total", "Pictures whose files had to go, by what became of it", ["outcome"]);
    this.noteKept = measure("picture_seconds", "How long it took to clean a picture and to store it", BUCKETS);
  }

  /** An upload was answered with this status. */
  noteUpload(status: number): void {
    this.uploads({ outcome: OUTCOMES[status] ?? "failed" });
  }

  /** The client of an upload was gone before it was answered. */
  noteAborted(): void {
    this.uploads({ outcome: "aborted" });
  }

  /** The files of a picture were removed, or could not be. */
  noteRemoval(outcome: "removed" | "failed"): void {
    this.removals({ outcome });
  }
}
