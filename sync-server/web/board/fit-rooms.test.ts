import { describe, expect, it } from "vitest";
import { fitRooms } from "./fit-rooms.ts";

const SIZES = { boxHeight: 350, gap: 10, lineHeight: 40 };

describe("the rooms that fit", () => {
  it("are all cards while there is room", () => {
    expect(fitRooms({ ...SIZES, rooms: 2, cardHeights: [170, 170] })).toEqual({
      cards: 2,
      lines: 0,
    });
  });

  it("turn into lines from the well end on", () => {
    expect(fitRooms({ ...SIZES, rooms: 3, cardHeights: [200, 200, 200] })).toEqual({
      cards: 1,
      lines: 2,
    });
  });

  it("leave one line to count those that are left out", () => {
    expect(fitRooms({ ...SIZES, rooms: 20, cardHeights: [100, 300, 300] })).toEqual({
      cards: 1,
      lines: 4,
    });
  });

  it("are lines alone where a card would leave only a few", () => {
    expect(fitRooms({ ...SIZES, rooms: 20, cardHeights: [250, 250] })).toEqual({
      cards: 0,
      lines: 6,
    });
    expect(fitRooms({ ...SIZES, rooms: 1, cardHeights: [900] })).toEqual({ cards: 0, lines: 1 });
  });
});
