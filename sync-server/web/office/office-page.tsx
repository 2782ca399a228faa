import { ConfigProvider, Layout, Menu } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import { useTranslation } from "react-i18next";
import type { BoardView } from "../../api/board-view.ts";
import { LanguageKey } from "../app/nav-links.tsx";
import { type OfficePageName, pageHref } from "../app/use-page.ts";
import type { OperatorsClient } from "../live/board-link.ts";
import { useTexts } from "../live/use-texts.ts";
import { Mark } from "../signs/sign.tsx";
import { OFFICE_THEME } from "./office-theme.ts";
import { OperatorsPage } from "./operators-page.tsx";
import { StationsPage } from "./stations-page.tsx";
import "./office.css";

/** The frame of the office pages: head, navigation, content. */
export function OfficePage(props: {
  readonly page: OfficePageName;
  readonly view: BoardView;
  /** The centre's clock now, Unix ms. */
  readonly nowMs: number;
  readonly isLost: boolean;
  readonly operators: OperatorsClient;
}) {
  const { i18n } = useTranslation();
  const texts = useTexts(props.view.timeZone);
  const { t, clock } = texts;
  return (
    <ConfigProvider
      theme={OFFICE_THEME}
      locale={i18n.language === "en" ? enUS : zhCN}
      csp={{ nonce: styleNonce() }}
      // Two characters of Chinese are a word, not two.
      button={{ autoInsertSpace: false }}
    >
      <Layout className="office">
        <Layout.Header className="office-head">
          <Mark />
          <strong>{t("title", { city: props.view.city })}</strong>
          <span className="office-as-of">{t("asOf", { time: clock.time(props.view.nowMs) })}</span>
          <LanguageKey />
        </Layout.Header>
        <Layout>
          <Layout.Sider width={208} theme="light" className="office-nav">
            <nav aria-label={t("nav.label")}>
              <Menu
                mode="inline"
                selectedKeys={[props.page]}
                items={(["board", "stations", "operators"] as const).map((page) => ({
                  key: page,
                  label: <a href={pageHref(page)}>{t(`nav.${page}`)}</a>,
                }))}
              />
            </nav>
          </Layout.Sider>
          <Layout.Content>
            {props.page === "stations" ? (
              <StationsPage view={props.view} nowMs={props.nowMs} texts={texts} />
            ) : (
              <OperatorsPage
                client={props.operators}
                nowMs={props.nowMs}
                isLost={props.isLost}
                texts={texts}
              />
            )}
          </Layout.Content>
        </Layout>
      </Layout>
    </ConfigProvider>
  );
}

/** The nonce that the server gave this page for its styles. */
function styleNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  return meta?.nonce ?? "";
}
