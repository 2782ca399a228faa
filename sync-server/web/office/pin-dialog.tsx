import { Button } from "antd";
import { useRef, useState } from "react";
import type { Texts } from "../live/use-texts.ts";
import { OfficeDialog } from "./office-dialog.tsx";

/** Shows a new PIN, once: it is nowhere else, and this dialog closes only by saying that it was handed over. */
export function PinDialog(props: {
  readonly name: string;
  /** Six digits. */
  readonly pin: string;
  readonly texts: Texts;
  readonly close: () => void;
}) {
  const { t } = props.texts;
  const digits = useRef<HTMLOutputElement>(null);
  const [copied, setCopied] = useState<"copy" | "copied" | "selectInstead">("copy");
  async function copy(): Promise<void> {
    const isCopied = await copyText(props.pin);
    if (!isCopied && digits.current) window.getSelection()?.selectAllChildren(digits.current);
    setCopied(isCopied ? "copied" : "selectInstead");
  }
  return (
    <OfficeDialog
      width={460}
      closable={false}
      keyboard={false}
      title={t("operators.pin.title", { name: props.name })}
      footer={
        <Button type="primary" onClick={props.close}>
          {t("operators.pin.done")}
        </Button>
      }
    >
      <div className="pin-row">
        <output
          ref={digits}
          className="pin"
          aria-label={t("operators.pin.label", { digits: Array.from(props.pin).join(" ") })}
        >
          {props.pin}
        </output>
        <Button onClick={() => void copy()}>{t(`operators.pin.${copied}`)}</Button>
      </div>
      <p className="dialog-text">{t("operators.pin.once")}</p>
      <p className="form-note">{t("operators.pin.forgotten")}</p>
    </OfficeDialog>
  );
}

/** False where the browser gives no clipboard: on a plain-HTTP address, or when it was denied. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
