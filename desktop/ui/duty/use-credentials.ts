import type { Credentials } from "@gatehouse/protocols/rpc/station-handlers";
import { useState } from "react";
import type { ActOutcome } from "../link/act-outcome.ts";

/** Digits of a PIN. */
export const PIN_DIGITS = 6;
/** Longest operator number. */
const MAX_NUMBER = 32;

/** Somebody whose PIN is asked for. */
export interface KnownPerson {
  readonly operatorId: string;
  readonly name: string;
}

/** What comes of badge, number and PIN. */
export interface CredentialsOptions {
  /** Who it is, where a badge or the place says so; null asks for the number first. */
  readonly known: KnownPerson | null;
  readonly submit: (credentials: Credentials) => Promise<ActOutcome>;
  readonly onDone: () => void;
}

/** Who somebody is and what he knows, as they are typed; the sixth digit sends. */
export function useCredentials({ known, submit, onDone }: CredentialsOptions) {
  const [number, setNumber] = useState("");
  const [isNumberDone, setNumberDone] = useState(false);
  const [pin, setPin] = useState("");
  const [code, setCode] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const who = known?.operatorId ?? (isNumberDone ? number : null);
  const send = async (full: string) => {
    if (who === null) return;
    setPending(true);
    const outcome = await submit({ who, pin: full });
    setPending(false);
    setPin("");
    if (outcome.kind === "done") return onDone();
    setCode(outcome.kind === "refused" ? outcome.code : "link.unreachable");
    // Whoever is unknown may have mistyped the number.
    if (outcome.kind === "refused" && outcome.code === "duty.unknown-operator")
      setNumberDone(false);
  };
  const digit = (sign: string) => {
    if (isPending || !/^\d$/.test(sign) || pin.length >= PIN_DIGITS) return;
    const next = pin + sign;
    setCode(null);
    setPin(next);
    if (next.length === PIN_DIGITS) void send(next);
  };
  const numberSign = (sign: string) => {
    setCode(null);
    if (/^[A-Za-z0-9-]$/.test(sign)) setNumber((old) => (old + sign).slice(0, MAX_NUMBER));
  };
  const isAskingPin = who !== null;
  return {
    who,
    number,
    pin,
    code,
    isPending,
    isAskingPin,
    add: isAskingPin ? digit : numberSign,
    remove: () => (isAskingPin ? setPin : setNumber)((old) => old.slice(0, -1)),
    clear: () => (isAskingPin ? setPin("") : setNumber("")),
    /** Enter: the number is whole. */
    next: () => {
      if (!isAskingPin && number !== "") setNumberDone(true);
    },
    /** Back to the number. */
    back: () => {
      setPin("");
      setCode(null);
      setNumberDone(false);
    },
  };
}
