import { randomBytes } from "node:crypto";
import { chown, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GatehouseError } from "@gatehouse/protocols/error/gatehouse-error";
import { readIfThere, syncFolder, writeDurably } from "./durable-file.ts";
import type { PostgresAccount } from "./postgres-account.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import { runProgram } from "./run-program.ts";

/** Major version of the packaged binaries; a cluster of another one does not open. */
const POSTGRES_MAJOR = "18";
/** The database's superuser, who is also the owner of our tables. */
export const DATABASE_USER = "gatehouse";

/** What it takes to have a cluster. */
export interface ClusterOptions {
  /** Folder of the database; the cluster becomes `<parent>/cluster`. */
  readonly parent: string;
  readonly binaries: PostgresBinaries;
  readonly account: PostgresAccount;
  /** File that holds the superuser's password, mode 0600. */
  readonly passwordFile: string;
}

/** An initialised cluster and the way in. */
export interface Cluster {
  readonly folder: string;
  readonly password: string;
}

/**
 * Finds the cluster or makes it. It is made under another name and renamed when whole, so an
 * interrupted first start leaves nothing that looks like a cluster.
 * @throws GatehouseError `db.start-failed`: initdb's words, another version, or the password is lost
 */
export async function ensureCluster(options: ClusterOptions): Promise<Cluster> {
  const folder = join(options.parent, "cluster");
  const version = await readIfThere(join(folder, "PG_VERSION"));
  if (version === null) return { folder, password: await makeCluster(options, folder) };
  const major = version.toString().trim();
  if (major !== POSTGRES_MAJOR) {
    const detail = `${folder} was made by PostgreSQL ${major}, this is ${POSTGRES_MAJOR}`;
    throw new GatehouseError("db.start-failed", detail);
  }
  const password = await readIfThere(options.passwordFile);
  if (password !== null) return { folder, password: password.toString().trim() };
  throw new GatehouseError("db.start-failed", `${options.passwordFile} is missing; bring it back`);
}

async function makeCluster(options: ClusterOptions, folder: string): Promise<string> {
  const draft = `${folder}.tmp`;
  await rm(draft, { recursive: true, force: true });
  const password = randomBytes(24).toString("base64url");
  await writeDurably(options.passwordFile, `${password}\n`);
  const handOver = join(options.parent, "initdb-password");
  await rm(handOver, { force: true });
  await writeFile(handOver, `${password}\n`, { mode: 0o600, flag: "wx" });
  try {
    if (options.account.isOther) await chown(handOver, options.account.uid, options.account.gid);
    await runInitdb(options, draft, handOver);
  } finally {
    await rm(handOver, { force: true });
  }
  await rename(draft, folder);
  await syncFolder(options.parent);
  return password;
}

async function runInitdb(options: ClusterOptions, target: string, passwordFile: string) {
  const { account, binaries } = options;
  const outcome = await runProgram(
    binaries.initdb,
    [
      `--pgdata=${target}`,
      `--username=${DATABASE_USER}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      // Sorting by code point is the same on every machine; glibc's changes between releases.
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ],
    {
      ...(account.isOther ? { uid: account.uid, gid: account.gid } : {}),
      cwd: options.parent,
      env: postgresEnvironment(),
      timeoutMs: 300_000,
    },
  );
  if (outcome.exitCode === 0) return;
  throw new GatehouseError("db.start-failed", `initdb: ${lastLines(outcome.stderr)}`);
}

/** Environment of the database's programs: nothing of ours, so no PG* variable changes what they do. */
export function postgresEnvironment(): Record<string, string> {
  return { LC_ALL: "C", TZ: "UTC", PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };
}

/** The last few lines, which say what went wrong. */
export function lastLines(text: string, count = 8): string {
  return text.trim().split("\n").slice(-count).join(" | ");
}
