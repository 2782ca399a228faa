import { GatehouseError } from "./gatehouse-error.ts";

/** What a file system answers when a folder is missing, foreign, read-only or full (POSIX names, also on Windows). */
const FAULTS: ReadonlySet<unknown> = new Set([
  ..."ENOENT ENOTDIR EEXIST EACCES EPERM EROFS ENOSPC EDQUOT EIO ENAMETOOLONG ELOOP".split(" "),
  "ERR_SQLITE_ERROR",
]);

/**
 * Names a file system's refusal while a program opens its data folder; anything else is passed on.
 * @param folder for a person
 */
export function folderFailure(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || error instanceof GatehouseError) return error;
  if (!("code" in error) || !FAULTS.has(error.code)) return error;
  const detail = `${folder}: ${error.message}`;
  return new GatehouseError("folder.unusable", { detail, cause: error });
}
