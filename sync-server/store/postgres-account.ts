import { chmod, chown, lstat, mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { runProgram } from "./run-program.ts";

/** System user under which the database runs when the centre itself is root: PostgreSQL refuses to be root. */
const ACCOUNT_NAME = "gatehouse";

/** Whose files the database's files are. */
export interface PostgresAccount {
  readonly uid: number;
  readonly gid: number;
  /** True when it is another account than this process's own. */
  readonly isOther: boolean;
}

/**
 * This process's own account, or as root the system user `gatehouse`, made if missing.
 * @throws GatehouseError `db.start-failed` when it cannot be made
 */
export async function resolvePostgresAccount(): Promise<PostgresAccount> {
  const uid = process.getuid?.() ?? -1;
  if (uid !== 0) return { uid, gid: process.getgid?.() ?? -1, isOther: false };
  const known = await findAccount();
  if (known) return known;
  const made = await runProgram("useradd", [
    "--system",
    "--user-group",
    "--no-create-home",
    "--home-dir=/nonexistent",
    "--shell=/usr/sbin/nologin",
    ACCOUNT_NAME,
  ]);
  // Another process may have made it meanwhile: only its absence counts.
  const account = await findAccount();
  if (account) return account;
  throw new GatehouseError(
    "db.start-failed",
    `cannot make the user ${ACCOUNT_NAME}: ${made.stderr}`,
  );
}

/**
 * Makes a folder that only the account may enter. Folders above it that we own are opened for
 * passing through (not listing), so that the account reaches it.
 * @throws GatehouseError `db.start-failed` when a folder further up is closed to the account
 */
export async function makeAccountFolder(path: string, account: PostgresAccount): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
  if (!account.isOther) return;
  await chown(path, account.uid, account.gid);
}

/**
 * Gives a tree of ours to the account when it belongs to another one: the system user was made
 * anew with another number, or the folder came from another machine. Only root can, and needs to.
 */
export async function handOver(path: string, account: PostgresAccount): Promise<void> {
  if (!account.isOther) return;
  const found = await lstat(path).catch(() => null);
  if (found === null || found.uid === account.uid) return;
  const owner = `${account.uid}:${account.gid}`;
  const { exitCode, stderr } = await runProgram("chown", ["-hR", owner, path]);
  if (exitCode !== 0) throw new GatehouseError("db.start-failed", `${path}: ${stderr}`);
}

/** Lets the account pass through `path`, a folder of ours, and checks those above it. */
export async function openPassage(path: string, account: PostgresAccount): Promise<void> {
  if (!account.isOther) return;
  const { mode } = await stat(path);
  await chmod(path, mode | 0o011);
  for (let above = dirname(path); above !== "/"; above = dirname(above)) {
    if (await isPassable(above, account)) continue;
    const detail = `the user ${ACCOUNT_NAME} cannot pass ${above}; choose a data folder outside it`;
    throw new GatehouseError("db.start-failed", detail);
  }
}

async function isPassable(path: string, account: PostgresAccount): Promise<boolean> {
  const { mode, uid, gid } = await stat(path);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

async function findAccount(): Promise<PostgresAccount | null> {
  const [user, group] = await Promise.all([
    runProgram("id", ["-u", ACCOUNT_NAME]),
    runProgram("id", ["-g", ACCOUNT_NAME]),
  ]);
  if (user.exitCode !== 0 || group.exitCode !== 0) return null;
  return { uid: Number(user.stdout), gid: Number(group.stdout), isOther: true };
}
