import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Rgb = readonly [number, number, number];

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const tokens = new Map(
  [...css.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1], match[2]]),
);

/** Linear-light sRGB of a token, 0–1 each (IEC 61966-2-1). */
function linear(token: string): Rgb {
  const hex = tokens.get(token);
  if (!hex) throw new Error(`no token --${token}`);
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** WCAG 2.2 contrast ratio. */
function contrast(a: string, b: string): number {
  const luminance = (token: string) => dot([0.2126, 0.7152, 0.0722], linear(token));
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

/** Machado, Oliveira, Fernandes 2009, severity 1.0, on linear RGB. */
const VISION: Readonly<Record<string, readonly [Rgb, Rgb, Rgb]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function dot(a: Rgb, b: Rgb): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** CIE L*a*b*, D65, of a colour as an eye of this kind sees it. */
function labOf(token: string, vision: readonly [Rgb, Rgb, Rgb]): Rgb {
  const colour = linear(token);
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const seen: Rgb = [
    clamp(dot(vision[0], colour)),
    clamp(dot(vision[1], colour)),
    clamp(dot(vision[2], colour)),
  ];
  const f = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = f(dot([0.4124564, 0.3575761, 0.1804375], seen) / 0.95047);
  const y = f(dot([0.2126729, 0.7151522, 0.072175], seen));
  const z = f(dot([0.0193339, 0.119192, 0.9503041], seen) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function difference(a: string, b: string, vision: readonly [Rgb, Rgb, Rgb]): number {
  const [first, second] = [labOf(a, vision), labOf(b, vision)];
  return Math.hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}

/** Text and ground pairs as the style sheets use them; small text needs 4.5. */
const TEXTS = [
  ["t1", "n0"],
  ["t1", "n1"],
  ["t1", "n2"],
  ["t2", "n0"],
  ["t2", "n1"],
  ["t2", "n2"],
  ["t2", "n3"],
  ["t3", "n1"],
  ["t1", "stale"],
  ["ok", "n1"],
  ["warn", "n1"],
  ["warn", "n3"],
  ["warn", "slate"],
  ["warn-ink", "warn"],
  ["slate-ink", "slate"],
  ["i1", "l0"],
  ["i1", "l1"],
  ["i1", "l2"],
  ["i2", "l0"],
  ["i2", "l1"],
  ["i3", "l1"],
  ["i1", "ok-tint"],
  ["ok-ink", "ok-tint"],
  ["ok", "n2"],
  ["t1", "n4"],
  ["on-fill", "stop"],
  ["on-fill", "nodata"],
  ["on-fill", "i1"],
] as const;

/** Large surfaces that mean different things. */
const SURFACES = ["n0", "l1", "warn", "stop", "nodata", "slate"] as const;

describe("colours of the station", () => {
  it.each(TEXTS)("--%s on --%s can be read", (text, ground) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ["n5", "n1"],
    ["n5", "n2"],
    ["l4", "l1"],
  ])("a control's edge --%s is seen on --%s", (edge, ground) => {
    expect(contrast(edge, ground)).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.keys(VISION))("surfaces differ for an eye with %s vision", (name) => {
    const vision = VISION[name];
    if (!vision) throw new Error(name);
    const close = SURFACES.flatMap((a, at) =>
      SURFACES.slice(at + 1)
        .filter((b) => difference(a, b, vision) < 15)
        .map((b) => `${a}–${b}`),
    );
    expect(close).toEqual([]);
  });
});
