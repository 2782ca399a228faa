import { describe, expect, it } from "vitest";
import { type Account, chooseAccount, type RunAsInput } from "./run-as.ts";

const guard: Account = { name: "guard", uid: 1_000, gid: 1_000, home: "/home/guard" };
const system: Account = { name: "gatehouse", uid: 990, gid: 985, home: "/nonexistent" };
const root: Account = { name: "root", uid: 0, gid: 0, home: "/root" };

describe("the browser's account", () => {
  it.each([1_000, 990, null])("is our own when we are not root (uid %s)", (uid) => {
    expect(choose({ uid, sudoUid: "1000" })).toEqual({ kind: "self" });
  });

  it("is the one who called sudo", () => {
    expect(choose({ sudoUid: "1000" })).toEqual({ kind: "account", account: guard });
  });

  it("is the one who called pkexec", () => {
    expect(choose({ pkexecUid: "1000" })).toEqual({ kind: "account", account: guard });
  });

  it("is the system user when nobody called", () => {
    expect(choose({})).toEqual({ kind: "account", account: system });
  });

  it.each([
    ["root", "0"],
    ["an account that is gone", "4242"],
    ["no number", "guard"],
    ["a negative number", "-1"],
    ["root, spelt differently", "00"],
    ["nothing", ""],
  ])("is the system user when the caller is %s", (_who, sudoUid) => {
    expect(choose({ sudoUid })).toEqual({ kind: "account", account: system });
  });

  it("must be made when there is no system user", () => {
    expect(choose({}, [root, guard])).toEqual({ kind: "missing", name: "gatehouse" });
  });

  it("is never one with the rights of root, whatever its name", () => {
    const disguised = [root, { ...guard, uid: 0 }, { ...system, uid: 0 }];
    expect(choose({ sudoUid: "1000" }, disguised)).toEqual({ kind: "missing", name: "gatehouse" });
  });
});

function choose(input: Partial<RunAsInput>, accounts: readonly Account[] = [root, guard, system]) {
  return chooseAccount({
    uid: 0,
    sudoUid: undefined,
    pkexecUid: undefined,
    lookUp: (key) =>
      accounts.find((one) => one.name === key || (/^\d+$/.test(key) && one.uid === Number(key))) ??
      null,
    ...input,
  });
}
