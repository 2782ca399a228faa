import { useSyncExternalStore } from "react";

/** The app's pages; the address's hash names them, so that a wall screen can be bookmarked. */
export type Page = "board" | "stations";

/** Address of a page. */
export function pageHref(page: Page): string {
  return page === "board" ? "#/" : "#/stations";
}

/** The page that the address names. */
export function usePage(): Page {
  const hash = useSyncExternalStore(onHashChange, () => window.location.hash);
  return hash === pageHref("stations") ? "stations" : "board";
}

function onHashChange(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}
