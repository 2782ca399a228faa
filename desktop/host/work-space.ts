import type { CodeRead } from "@gatehouse/protocols/event/scan-events";
import type { DataSpace, Post } from "./post/post.ts";

/** A data space with the post that works in it. */
export class WorkSpace {
  readonly space: DataSpace;
  readonly post: Post;
  readonly #taking = new Set<Promise<void>>();

  constructor(space: DataSpace, post: Post) {
    this.space = space;
    this.post = post;
  }

  /** Takes a scan; whatever is shown by the time that it is recorded, it belongs here. */
  takeScan(read: CodeRead): void {
    const taking = this.post.takeScan(read).finally(() => this.#taking.delete(taking));
    this.#taking.add(taking);
  }

  /** Resolves when every scan that was taken is recorded or refused. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#taking);
  }
}
