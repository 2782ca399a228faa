import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ActOutcome } from "../link/act-outcome.ts";
import { Dialog } from "./dialog.tsx";
import { DialogButton } from "./dialog-button.tsx";
import { Keypad, type KeypadPage } from "./keypad.tsx";
import styles from "./manual-dialog.module.css";
import { RefusalLine } from "./refusal-line.tsx";
import { useTyping } from "./typing.ts";

/** Longest code that can be typed; an ID number has 18 signs, the longest printed number 48. */
const MAX_TYPED = 48;

/** What manual entry says at a post. */
export interface ManualWords {
  readonly title: string;
  /** Name of the entry for those who cannot see it. */
  readonly entry: string;
  readonly how: string;
  /** What Enter does. */
  readonly act: string;
}

/** What manual entry needs. */
export interface ManualDialogProps {
  readonly words: ManualWords;
  readonly record: (payload: string) => Promise<ActOutcome>;
  /** What came in meanwhile: it counts, too. */
  readonly meanwhile: ReactNode;
  readonly onDone: () => void;
  /** The answer was lost: nobody knows whether it was recorded. */
  readonly onUnknown: () => void;
}

/** F2: types a code by touch or keyboard. Enter records, Escape closes. */
export function ManualDialog(props: ManualDialogProps) {
  const { meanwhile, words, onDone } = props;
  const { t } = useTranslation();
  const [page, setPage] = useState<KeypadPage>("digits");
  const entry = useEntry(props);
  useTyping({ onSign: entry.add, onDelete: entry.remove, onEnter: entry.record });
  return (
    <Dialog title={words.title} onClose={onDone}>
      <div className={styles.body}>
        <header className={styles.head}>
          <h2>{words.title}</h2>
          {meanwhile}
        </header>
        <input
          className={styles.entry}
          aria-label={words.entry}
          value={entry.text}
          inputMode="none"
          autoComplete="off"
          readOnly
        />
        <EntryHint text={entry.text} code={entry.code} how={words.how} />
        <Keypad page={page} onSign={entry.add} onDelete={entry.remove} />
        <footer className={styles.foot}>
          <DialogButton look="quiet" onPress={onDone}>
            <kbd>Esc</kbd> {t("manual.cancel")}
          </DialogButton>
          <DialogButton look="quiet" onPress={entry.clear} isDisabled={entry.text === ""}>
            {t("manual.clear")}
          </DialogButton>
          <PageButtons page={page} onPage={setPage} />
          <DialogButton
            look="filled"
            onPress={entry.record}
            isDisabled={entry.text === "" || entry.isPending}
            isWide
          >
            <kbd>Enter</kbd> {words.act}
          </DialogButton>
        </footer>
      </div>
    </Dialog>
  );
}

function PageButtons(props: { page: KeypadPage; onPage: (page: KeypadPage) => void }) {
  const { page, onPage } = props;
  const { t } = useTranslation();
  const isDigits = page === "digits";
  return (
    <>
      {!isDigits && (
        <DialogButton look="quiet" onPress={() => onPage(page === "upper" ? "lower" : "upper")}>
          {t(page === "upper" ? "manual.lower" : "manual.upper")}
        </DialogButton>
      )}
      <DialogButton look="quiet" onPress={() => onPage(isDigits ? "upper" : "digits")}>
        {t(isDigits ? "manual.letters" : "manual.digits")}
      </DialogButton>
    </>
  );
}

function EntryHint(props: { text: string; code: string | null; how: string }) {
  const { text, code, how } = props;
  const { t } = useTranslation();
  if (code !== null) return <RefusalLine code={code} />;
  const count = text.length;
  if (count === 0) return <p className={styles.hint}>{how}</p>;
  const isFull = count === MAX_TYPED;
  return (
    <p className={styles.hint}>{t(isFull ? "manual.full" : "manual.will", { amount: count })}</p>
  );
}

/** The typed text, its bound, and its way into the log. */
function useEntry({ record, onDone, onUnknown }: ManualDialogProps) {
  const [text, setText] = useState("");
  const [code, setCode] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const change = (next: (old: string) => string) => {
    setCode(null);
    setText(next);
  };
  const send = async () => {
    setPending(true);
    const outcome = await record(text);
    setPending(false);
    if (outcome.kind === "refused") setCode(outcome.code);
    if (outcome.kind === "unknown") onUnknown();
    if (outcome.kind === "done") onDone();
  };
  return {
    text,
    code,
    isPending,
    add: (sign: string) => change((old) => (old + sign).slice(0, MAX_TYPED)),
    remove: () => change((old) => old.slice(0, -1)),
    clear: () => change(() => ""),
    record: () => {
      if (text !== "" && !isPending) void send();
    },
  };
}
