import { expect, it } from "vitest";
import { folderFailure } from "./folder-failure.ts";
import { GatehouseError } from "./gatehouse-error.ts";

it("says what to do about a folder that cannot be used, and where it is", () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), {
    code: "ENOSPC",
  });
  expect(folderFailure(full, "/data")).toMatchObject({
    code: "folder.unusable",
    message: expect.stringMatching(/\/data: ENOSPC.*free disk space/),
  });
});

it("leaves every other failure as it is", () => {
  const bug = new TypeError("a bug");
  const known = new GatehouseError("store.in-use");
  expect(folderFailure(bug, "/data")).toBe(bug);
  expect(folderFailure(known, "/data")).toBe(known);
  expect(folderFailure("text", "/data")).toBe("text");
});
