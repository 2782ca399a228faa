import { useSyncExternalStore } from "react";

/** The app's pages; the address's hash names them, so that a wall screen can be bookmarked. */
export type Page = "board" | OfficePageName;
/** Those in the office frame. */
export type OfficePageName = "stations" | "operators";

const OFFICE_PAGES: readonly OfficePageName[] = ["stations", "operators"];

/** Address of a page. */
export function pageHref(page: Page): string {
  return page === "board" ? "#/" : `#/${page}`;
}

/** The page that the address names. */
export function usePage(): Page {
  const hash = useSyncExternalStore(onHashChange, () => window.location.hash);
  return OFFICE_PAGES.find((page) => hash === pageHref(page)) ?? "board";
}

function onHashChange(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}
