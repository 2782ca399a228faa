import type { PoolSize } from "@gatehouse/protocols/event/pool-sizes";
import { useTranslation } from "react-i18next";

/** Name of a pool size as staff say it: `10混1`, and 单采 for one person alone. */
export function usePoolName(): (size: PoolSize) => string {
  const { t } = useTranslation();
  return (size) => (size === 1 ? t("sampling.single") : t("sampling.pool", { size }));
}
