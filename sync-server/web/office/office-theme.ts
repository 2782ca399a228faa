import type { ThemeConfig } from "antd";

/** The light theme of the office pages; verdict colours stay for verdicts. */
export const OFFICE_THEME: ThemeConfig = {
  token: {
    colorPrimary: "#1D4F91",
    colorInfo: "#1D4F91",
    colorSuccess: "#006F50",
    colorWarning: "#FFC400",
    colorWarningText: "#111A25",
    colorError: "#A00D12",
    colorText: "#111A25",
    colorTextSecondary: "#435063",
    colorTextTertiary: "#5D6A7C",
    colorTextPlaceholder: "#5D6A7C",
    colorTextDisabled: "#5D6A7C",
    colorBorder: "#7F8C9D",
    colorBorderSecondary: "#DCE2EA",
    colorBgLayout: "#F1F4F8",
    colorBgContainer: "#FFFFFF",
    colorBgMask: "rgba(11,16,24,.62)",
    borderRadius: 6,
    borderRadiusLG: 8,
    fontSize: 16,
    fontSizeSM: 14,
    lineHeight: 1.5,
    controlHeight: 40,
    controlHeightSM: 32,
    wireframe: false,
    motionDurationMid: "0.12s",
    boxShadow: "none",
    fontFamily:
      '"Noto Sans CJK SC","Source Han Sans SC","Noto Sans SC","Microsoft YaHei",sans-serif',
  },
  components: {
    Table: {
      headerBg: "#F4F6F9",
      headerColor: "#435063",
      cellPaddingBlock: 11,
      cellPaddingInline: 12,
      rowHoverBg: "#F4F6F9",
    },
    Layout: { headerBg: "#0F1722", headerHeight: 56, siderBg: "#FFFFFF" },
    Menu: { itemHeight: 44, itemSelectedBg: "#E4ECF7", itemSelectedColor: "#1D4F91" },
    Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none" },
  },
};
