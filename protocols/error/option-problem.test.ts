import { expect, it } from "vitest";
import { optionProblem } from "./option-problem.ts";

it("says in one sentence which option is wrong and where the right ones are listed", () => {
  const message = "Unknown option '--x'. To specify a positional argument starting with a '-', …";
  const error = Object.assign(new TypeError(message), { code: "ERR_PARSE_ARGS_UNKNOWN_OPTION" });
  expect(optionProblem(error)).toBe("Unknown option '--x'; --help lists what there is");
});

it("has nothing to say about other errors", () => {
  expect(optionProblem(new Error("x"))).toBeNull();
  expect(optionProblem(null)).toBeNull();
});
