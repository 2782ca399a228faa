import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";

const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** Elements whose text is cut off by choice: places, and notes that people write. */
const CUT_BY_CHOICE = "[class*=place], [class*=nyLength]";

/** Texts that are wider or higher than their box, stick out of the window, or wrap inside a key. */
export function clippedTexts(page: Page): Promise<string[]> {
  return page.evaluate((cutByChoice) => {
    const hasOwnText = (element: Element) =>
      [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
    const isInside = (box: DOMRect) =>
      box.left >= -0.5 &&
      box.top >= -0.5 &&
      box.right <= innerWidth + 0.5 &&
      box.bottom <= innerHeight + 0.5;
    const isClipped = (element: Element) => {
      const overflow = element.scrollWidth - element.clientWidth;
      const isInline = getComputedStyle(element).display === "inline";
      return (!isInline && overflow > 1) || !isInside(element.getBoundingClientRect());
    };
    const scrolled = [...document.querySelectorAll("body *")].filter((element) => {
      const style = getComputedStyle(element);
      const hides = style.overflowX === "hidden" || style.overflowX === "auto";
      return (
        hides &&
        (element.scrollWidth - element.clientWidth > 1 ||
          element.scrollHeight - element.clientHeight > 1)
      );
    });
    const clipped = [...document.querySelectorAll("body *")].filter(
      (element) => hasOwnText(element) && element.checkVisibility() && isClipped(element),
    );
    return [...new Set([...scrolled, ...clipped])]
      .filter((element) => !element.matches(cutByChoice))
      .map((element) => `${element.className}: ${element.textContent?.slice(0, 60)}`);
  }, CUT_BY_CHOICE);
}

/** Buttons of the top layer that are too small for a gloved finger or too close together, CSS pixels. */
export function badTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.querySelector("dialog[open]") ?? document;
    const boxes = [...root.querySelectorAll("button")].map((button) => ({
      name: button.textContent ?? "",
      box: button.getBoundingClientRect(),
      least: button.closest("section") && !button.closest("dialog") ? 48 : 64,
    }));
    const small = boxes.filter(
      ({ box, least }) => box.height < least - 0.5 || box.width < least - 0.5,
    );
    const close = boxes.flatMap((a, at) =>
      boxes.slice(at + 1).filter(({ box: b }) => {
        const sideways = Math.max(a.box.left - b.right, b.left - a.box.right);
        const upright = Math.max(a.box.top - b.bottom, b.top - a.box.bottom);
        return Math.max(sideways, upright) < 11.5;
      }),
    );
    return [...small, ...close].map(({ name }) => name);
  });
}

/** What axe finds wrong with the page as it stands. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(await axeSource());
  return page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: AxeRun }).axe;
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  });
}

interface AxeRun {
  run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

let source: Promise<string> | undefined;

function axeSource(): Promise<string> {
  source ??= readFile(axePath, "utf8");
  return source;
}
