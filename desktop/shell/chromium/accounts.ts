import { spawnSync } from "node:child_process";
import type { Account } from "./run-as.ts";

/** Finds an account by name or uid in whatever directory the machine uses (files, LDAP, SSSD). */
export function lookUpAccount(nameOrUid: string): Account | null {
  const { status, stdout } = spawnSync("getent", ["passwd", nameOrUid], { encoding: "utf8" });
  return status === 0 ? parsePasswdLine(stdout) : null;
}

/** Makes a system user without a home or a shell. Answers what went wrong, or null. */
export function makeSystemAccount(name: string): string | null {
  const options = ["--system", "--user-group", "--no-create-home", "--home-dir=/nonexistent"];
  const made = spawnSync("useradd", [...options, "--shell=/usr/sbin/nologin", name], {
    encoding: "utf8",
  });
  return made.status === 0 ? null : (made.error?.message ?? made.stderr.trim());
}

/** One line of passwd(5): `name:password:uid:gid:gecos:home:shell`. */
function parsePasswdLine(line: string): Account | null {
  const [name, , uid, gid, , home] = line.trim().split(":");
  if (!name || !home || !isId(uid) || !isId(gid)) return null;
  return { name, uid: Number(uid), gid: Number(gid), home };
}

function isId(text: string | undefined): text is string {
  return text !== undefined && /^\d{1,10}$/.test(text);
}
