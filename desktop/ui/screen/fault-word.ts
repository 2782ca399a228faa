import { useTranslation } from "react-i18next";

const KNOWN = [
  "absent",
  "busy",
  "denied",
  "disconnected",
  "write-timeout",
  "no-answer",
  "bad-answer",
] as const;

/** Short word for a device's fault, to stand behind the device's name: `扫码器 断开`. */
export function useFaultWord(): (code: string | null) => string {
  const { t } = useTranslation();
  return (code) => {
    const name = KNOWN.find((known) => code === `device.${known}`) ?? "unknown";
    return t(`fault.${name}`);
  };
}
