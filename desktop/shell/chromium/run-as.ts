/** An account of the machine. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** System user for a browser that nobody in particular asked for, such as at boot. */
const SYSTEM_ACCOUNT = "gatehouse";

/** Under which account the browser runs. `missing`: the system user must be made first. */
export type RunAs =
  | { readonly kind: "self" }
  | { readonly kind: "account"; readonly account: Account }
  | { readonly kind: "missing"; readonly name: string };

/** What the choice depends on. */
export interface RunAsInput {
  /** Our own uid; null where there are none (Windows). */
  readonly uid: number | null;
  /** `SUDO_UID`: who called sudo. */
  readonly sudoUid: string | undefined;
  /** `PKEXEC_UID`: who called pkexec. */
  readonly pkexecUid: string | undefined;
  /** Finds an account by name or by uid in digits. */
  readonly lookUp: (nameOrUid: string) => Account | null;
}

/**
 * Chromium has no sandbox for root, so as root it is given to the person who called sudo or
 * pkexec, whose display it is, else to the system user. Never answers an account with uid 0.
 */
export function chooseAccount({ uid, sudoUid, pkexecUid, lookUp }: RunAsInput): RunAs {
  if (uid !== 0) return { kind: "self" };
  for (const caller of [sudoUid, pkexecUid]) {
    const account = isPersonUid(caller) ? lookUp(caller) : null;
    if (account && account.uid !== 0) return { kind: "account", account };
  }
  const account = lookUp(SYSTEM_ACCOUNT);
  return account && account.uid !== 0
    ? { kind: "account", account }
    : { kind: "missing", name: SYSTEM_ACCOUNT };
}

function isPersonUid(text: string | undefined): text is string {
  return text !== undefined && /^[1-9]\d{0,9}$/.test(text);
}
