import { useCallback, useEffect, useRef, useState } from "react";
import type { OpenDialog } from "./operator-dialogs.tsx";

/** The page's dialog; when the last one closes, the focus goes back to the key that opened the first. */
export function useDialog(): readonly [OpenDialog, (dialog: OpenDialog) => void] {
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const opener = useRef<Element | null>(null);
  const show = useCallback((next: OpenDialog) => {
    if (next) opener.current ??= document.activeElement;
    setDialog(next);
  }, []);
  useEffect(() => {
    if (dialog !== null) return;
    if (opener.current instanceof HTMLElement) opener.current.focus();
    opener.current = null;
  }, [dialog]);
  return [dialog, show];
}
