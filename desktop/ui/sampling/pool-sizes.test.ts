import * as contract from "@gatehouse/protocols/event/tube-events";
import { expect, it } from "vitest";
import { MAX_SWABS, POOL_SIZES } from "./pool-sizes.ts";

it("offers the pool sizes and counts the swabs that an event can hold", () => {
  expect(POOL_SIZES).toEqual(contract.POOL_SIZES);
  expect(MAX_SWABS).toBe(contract.MAX_SWABS);
});
