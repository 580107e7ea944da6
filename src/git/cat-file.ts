import { BatchProcess } from './batch-process.ts';
import type { RawObject } from './batch-process.ts';

/** Reads objects of one repository through one git process, started when it is first needed. */
export class CatFile {
  readonly #gitDirectory: string;
  #process: BatchProcess | null = null;

  constructor(gitDirectory: string) {
    this.#gitDirectory = gitDirectory;
  }

  /**
   * @param name an id, or an expression such as `<id>^{commit}`
   * @returns null when there is no such object
   * @throws McpError SOURCE_UNREADABLE when the object cannot be read, GIT_UNAVAILABLE without git
   */
  async read(name: string): Promise<RawObject | null> {
    if (/\s/.test(name)) return null;
    if (this.#process === null || this.#process.ended) this.#process = new BatchProcess(this.#gitDirectory);
    return await this.#process.read(name);
  }

  /** The next read starts a new process, which sees what became of the repository. */
  close(): void {
    this.#process?.end();
    this.#process = null;
  }
}
