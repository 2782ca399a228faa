import type { DutyView, StationView } from "@gatehouse/protocols/rpc/station-view";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { StationClient } from "../link/station-client.ts";
import { DialogButton } from "../screen/dialog-button.tsx";
import { RefusalLine } from "../screen/refusal-line.tsx";
import { Sign } from "../sign/signs.tsx";
import { CredentialsForm } from "./credentials-form.tsx";
import styles from "./sign-in-stage.module.css";
import type { KnownPerson } from "./use-credentials.ts";

/** What the way on duty needs. */
export interface SignInStageProps {
  readonly view: StationView;
  readonly client: StationClient;
  /** Notice of a scan that nobody could record. */
  readonly notice: string | null;
}

/** Stands in place of the stage while nobody is on duty, or the post is locked. */
export function SignInStage({ view, client, notice }: SignInStageProps) {
  const { duty } = view;
  const known = useKnownPerson(duty);
  const who = known.person;
  const words = <SignInWords duty={duty} notice={notice} onPick={known.pick} />;
  return (
    <main className={styles.stage} data-duty={duty.state}>
      <div className={styles.card}>
        {canSignIn(duty) ? (
          <CredentialsForm
            key={who?.operatorId ?? ""}
            lead={words}
            known={who}
            submit={client.duty.signIn}
            // The next view takes this stage away.
            onDone={() => undefined}
          />
        ) : (
          <>
            {words}
            <NoList view={view} />
          </>
        )}
      </div>
    </main>
  );
}

function canSignIn({ list }: DutyView): boolean {
  return list !== null && list.eligible > 0;
}

/** A scanned badge says who it is; a locked post with one person knows whom to expect. */
function useKnownPerson(duty: DutyView) {
  const [picked, pick] = useState<KnownPerson | null>(null);
  const { presented, operators, state } = duty;
  const [only, ...others] = operators;
  const expected = state === "locked" && only && others.length === 0 ? only : null;
  return { person: presented ?? picked ?? expected, pick };
}

function SignInWords(props: {
  duty: DutyView;
  notice: string | null;
  onPick: (person: KnownPerson) => void;
}) {
  const { duty, notice, onPick } = props;
  const { t } = useTranslation();
  const isLocked = duty.state === "locked";
  const isShared = isLocked && duty.operators.length > 1;
  return (
    <section className={styles.words} data-lead>
      {/* The notice takes the sign's room, so that nothing below it moves away. */}
      {notice === null ? (
        <Sign name={isLocked ? "lock" : "person"} className={styles.sign} />
      ) : (
        <RefusalLine code={notice} />
      )}
      <h2 className={styles.word}>{t(isLocked ? "duty.locked" : "duty.signIn")}</h2>
      {isShared ? (
        <div className={styles.people}>
          {duty.operators.map((operator) => (
            <DialogButton key={operator.operatorId} look="quiet" onPress={() => onPick(operator)}>
              {operator.name}
            </DialogButton>
          ))}
        </div>
      ) : (
        <p className={styles.how}>{t(isLocked ? "duty.lockedHow" : "duty.signInHow")}</p>
      )}
    </section>
  );
}

function NoList({ view }: { view: StationView }) {
  const { t } = useTranslation();
  const { list } = view.duty;
  return (
    <section className={styles.noList}>
      <RefusalLine code="duty.no-list" />
      <p>
        {list === null
          ? t("duty.noListYet", { station: view.place.stationId })
          : t("duty.noneEligible", { version: list.version })}
      </p>
    </section>
  );
}
