import { KnownError } from "../KnownError.js";

const REASONS: Record<string, (port: number, setting: string) => string> = {
  EADDRINUSE: (port, setting) =>
    `Port ${port} is in use by another process. Stop that process, or set ${setting} to another port.`,
  EACCES: (port, setting) => `This user may not listen on port ${port}. Set ${setting} to one above 1023.`,
  EADDRNOTAVAIL: () => "HOST is not an address of this machine. Set it to one, or to 0.0.0.0 for all.",
};

/** A port that cannot be listened on. The message says which, why, and what to do. */
export class ListenError extends KnownError {
  /** Waits until a port is listened on. @throws ListenError naming the setting that the port is from. */
  static async explaining<T>(setting: string, port: number, listening: Promise<T>): Promise<T> {
    return listening.catch((error: NodeJS.ErrnoException) => {
      const reason = REASONS[error.code ?? ""];
      throw reason ? new ListenError(reason(port, setting)) : error;
    });
  }
}
