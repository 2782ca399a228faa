import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { DialogButton } from "../screen/dialog-button.tsx";
import { DigitPad } from "../screen/digit-pad.tsx";
import { Keypad, type KeypadPage } from "../screen/keypad.tsx";
import { RefusalLine } from "../screen/refusal-line.tsx";
import { useTyping } from "../screen/typing.ts";
import styles from "./credentials-form.module.css";
import { type CredentialsOptions, PIN_DIGITS, useCredentials } from "./use-credentials.ts";

/** What the form needs. */
export interface CredentialsFormProps extends CredentialsOptions {
  /** Stands over the entry: what all this is for. */
  readonly lead: ReactNode;
  /** The way out, beside the other keys. */
  readonly wayOut?: ReactNode;
}

/** Asks who somebody is (a scanned badge says it, or a typed number) and then for the PIN. */
export function CredentialsForm({ lead, wayOut, ...options }: CredentialsFormProps) {
  const { t } = useTranslation();
  const entry = useCredentials(options);
  const [page, setPage] = useState<KeypadPage>("digits");
  useTyping({ onSign: entry.add, onDelete: entry.remove, onEnter: entry.next });
  const name = options.known?.name ?? entry.number;
  const { isAskingPin } = entry;
  return (
    <div className={styles.form}>
      <div className={styles.words}>
        {lead}
        {isAskingPin ? (
          <PinEntry name={name} pin={entry.pin} isPending={entry.isPending} />
        ) : (
          <label className={styles.entry}>
            <span>{t("duty.number")}</span>
            <input value={entry.number} inputMode="none" autoComplete="off" readOnly />
          </label>
        )}
        {entry.code === null ? (
          <p className={styles.hint}>{t(isAskingPin ? "duty.pinHow" : "duty.numberHow")}</p>
        ) : (
          <RefusalLine code={entry.code} />
        )}
        <div className={styles.acts}>
          {wayOut}
          {isAskingPin && options.known === null && (
            <DialogButton look="quiet" onPress={entry.back}>
              {t("duty.otherPerson")}
            </DialogButton>
          )}
          {!isAskingPin && <NumberKeys entry={entry} page={page} onPage={setPage} />}
        </div>
      </div>
      {isAskingPin || page === "digits" ? (
        <DigitPad onDigit={entry.add} onDelete={entry.remove} onClear={entry.clear} />
      ) : (
        <Keypad page={page} onSign={entry.add} onDelete={entry.remove} />
      )}
    </div>
  );
}

function NumberKeys(props: {
  entry: Pick<ReturnType<typeof useCredentials>, "number" | "next">;
  page: KeypadPage;
  onPage: (page: KeypadPage) => void;
}) {
  const { entry, page, onPage } = props;
  const { t } = useTranslation();
  const isDigits = page === "digits";
  return (
    <>
      <DialogButton look="quiet" onPress={() => onPage(isDigits ? "upper" : "digits")}>
        {t(isDigits ? "manual.letters" : "manual.digits")}
      </DialogButton>
      <DialogButton look="filled" onPress={entry.next} isDisabled={entry.number === ""} isWide>
        <kbd>Enter</kbd> {t("duty.next")}
      </DialogButton>
    </>
  );
}

function PinEntry(props: { name: string; pin: string; isPending: boolean }) {
  const { t } = useTranslation();
  const { name, pin, isPending } = props;
  const places = Array.from({ length: PIN_DIGITS }, (_, at) => at);
  return (
    <div className={styles.pin} aria-busy={isPending}>
      <b className={styles.name}>{name}</b>
      <p
        className={styles.places}
        role="img"
        aria-label={t("duty.pinTyped", { amount: pin.length })}
      >
        {places.map((at) => (
          <span key={at} data-filled={at < pin.length} />
        ))}
      </p>
    </div>
  );
}
