import type { ReadingView, RoomView } from "@gatehouse/protocols/rpc/room-view";
import type { StationView } from "@gatehouse/protocols/rpc/station-view";
import type { Page } from "@playwright/test";
import type { FixtureHost } from "./fixture-host.ts";
import {
  ABOVE,
  BELOW,
  CHECKED,
  NEVER,
  patrolOf,
  pointOf,
  probeOf,
  readingOf,
  readingsOf,
  roomView,
  SILENT,
  withReading,
} from "./room-views.ts";
import type { StationState } from "./station-state.ts";
import { NOW_MS, SCANNER } from "./station-views.ts";

const MINUTE = 60_000;
const LONG_NAME = "二楼东侧数据中心一号模块十二列机柜进风侧下部";
const LONG_NOTE =
  "机柜背面左侧第二块硬盘指示灯橙色常亮，伴有轻微异响，已通知厂家，下午四点前到场处理";

function showing(
  post: Partial<RoomView>,
  changes: Partial<StationView> = {},
): StationState["enter"] {
  return (host) => host.show(roomView(post, changes));
}

/** Every state at once: beyond, below, silent, and a value that never came. */
const TROUBLED: readonly ReadingView[] = [
  readingOf(1, "temperatureC"),
  readingOf(1, "humidityPct"),
  readingOf(2, "temperatureC", ABOVE),
  readingOf(2, "humidityPct", { value: 64.5, state: "above", sinceMs: NOW_MS - 2 * MINUTE }),
  readingOf(3, "temperatureC", BELOW),
  readingOf(3, "humidityPct", SILENT),
  readingOf(4, "temperatureC", NEVER),
  readingOf(4, "humidityPct", NEVER),
];

const LONG_NAMES = TROUBLED.map((reading, at) => ({ ...reading, name: `${LONG_NAME} ${at + 1}` }));

const DONE = patrolOf({
  points: CHECKED.points.map((point, at) => ({
    ...point,
    checkedAtMs: NOW_MS - (9 - at) * MINUTE,
    note: at === 2 ? "灯管闪烁" : null,
  })),
  latest: null,
});

const LONG_PATROL = patrolOf({
  points: Array.from({ length: 24 }, (_, at) =>
    pointOf(`R${at + 1}`, {
      pointName: at === 3 ? LONG_NAME : `${at + 1} 号机柜`,
      checkedAtMs: at < 12 ? NOW_MS - (13 - at) * MINUTE : null,
      note: at === 11 ? LONG_NOTE : at === 5 ? "门未关" : null,
    }),
  ),
  latest: { checkEventId: "check-12", pointCode: "R12" },
});

const PROBE_LOST = probeOf(1, "冷通道", {
  state: "lost",
  sinceMs: NOW_MS - 40_000,
  code: "device.no-answer",
});

/** Every state that a machine room shows. */
export const ROOM_STATES: readonly StationState[] = [
  {
    name: "room-well",
    words: {
      "zh-CN": [
        "冷通道",
        "温度",
        "湿度",
        "24.1",
        "℃",
        "正常",
        "18 至 27",
        "上限 60",
        "截至 09:41:05",
        "暂无告警",
        "0 / 5",
        "还有 18 分钟",
        "下一轮 10:00",
        "扫机柜码",
        "赵工",
      ],
      en: [
        "冷通道",
        "temp.",
        "RH",
        "24.1",
        "OK",
        "18 to 27",
        "at most 60",
        "as of 09:41:05",
        "No alerts",
        "0 / 5",
        "18 min left",
        "next at 10:00",
        "scan code",
        "Ops engineer",
      ],
    },
    enter: showing({}),
  },
  {
    name: "room-above",
    words: {
      "zh-CN": ["超上限", "29.6", "09:12 起", "高于 27 ℃", "已 29 分钟", "1 条"],
      en: ["Too high", "29.6", "since 09:12", "above 27 ℃", "29 min"],
    },
    enter: showing({ readings: withReading(2, ABOVE) }),
  },
  {
    name: "room-below",
    words: {
      "zh-CN": ["低于下限", "16.4", "09:38 起", "低于 18 ℃", "已 3 分钟"],
      en: ["Too low", "16.4", "since 09:38", "below 18 ℃", "3 min"],
    },
    enter: showing({ readings: withReading(0, BELOW) }),
  },
  {
    name: "room-silent",
    words: {
      "zh-CN": [
        "失联",
        "数据过期",
        "已 12 分钟",
        "最后 47.0 %",
        "截至 09:28:52",
        "09:29 起",
        "数据不可用",
      ],
      en: [
        "Silent",
        "Stale",
        "for 12 min",
        "last 47.0 %",
        "as of 09:28:52",
        "since 09:29",
        "no data",
      ],
    },
    enter: showing({ readings: withReading(5, SILENT) }),
  },
  {
    name: "room-never",
    words: {
      "zh-CN": ["失联", "数据过期", "启动以来没有数据", "已 40 秒"],
      en: ["Silent", "Stale", "No data since start", "for 40 s"],
    },
    enter: showing({ readings: readingsOf(4).map((reading) => ({ ...reading, ...NEVER })) }),
  },
  {
    name: "room-troubled",
    words: {
      "zh-CN": ["超上限", "低于下限", "失联", "启动以来没有数据", "6 条，先列"],
      en: ["Too high", "Too low", "Silent", "No data since start", "of 6"],
    },
    enter: showing({ readings: TROUBLED, patrol: CHECKED }),
  },
  {
    name: "room-long-names",
    words: {
      "zh-CN": ["二楼东侧", "温度", "湿度", "24.1"],
      en: ["二楼东侧", "temp.", "RH", "24.1"],
    },
    enter: showing({ readings: LONG_NAMES, patrol: LONG_PATROL }),
  },
  {
    name: "room-one-probe",
    words: { "zh-CN": ["冷通道", "24.1", "46.0", "截至 09:41:05"], en: ["冷通道", "24.1", "46.0"] },
    enter: showing({ readings: readingsOf(1) }),
  },
  {
    name: "room-two-probes",
    words: { "zh-CN": ["热通道", "数据过期", "29.6"], en: ["热通道", "Stale", "29.6"] },
    enter: showing({
      readings: [
        readingOf(1, "temperatureC", ABOVE),
        readingOf(1, "humidityPct"),
        readingOf(2, "temperatureC"),
        readingOf(2, "humidityPct", SILENT),
      ],
    }),
  },
  {
    name: "room-pages",
    words: {
      "zh-CN": ["第 1 页，共 3 页", "其他页有 1 项告警", "下一页", "1 条"],
      en: ["Page 1 of 3", "1 more alerts on other pages", "Next"],
    },
    enter: showing({ readings: [...readingsOf(9), readingOf(10, "temperatureC", ABOVE)] }),
  },
  {
    name: "room-pages-last",
    words: {
      "zh-CN": ["第 3 页，共 3 页", "10 号机柜", "上一页"],
      en: ["Page 3 of 3", "10 号机柜", "Back"],
    },
    async enter(host, page) {
      host.show(roomView({ readings: [...readingsOf(9), readingOf(10, "temperatureC", ABOVE)] }));
      await page.getByText(/第 1 页|Page 1/).waitFor();
      await page.keyboard.press("PageDown");
      await page.getByText(/第 2 页|Page 2/).waitFor();
      await page.keyboard.press("PageDown");
    },
  },
  {
    name: "room-no-probes",
    words: {
      "zh-CN": ["未配置探头", "--probe", "room.probes", "没有读数，不会告警"],
      en: ["No probe set up", "--probe", "room.probes", "No readings, so no alerts"],
    },
    enter: showing({ readings: [] }, { devices: [SCANNER] }),
  },
  {
    name: "room-no-points",
    words: {
      "zh-CN": ["未配置巡检点", "room.patrol.points"],
      en: ["No patrol points", "room.patrol.points"],
    },
    enter: showing({ patrol: patrolOf({ points: [] }) }),
  },
  {
    name: "room-checked",
    words: {
      "zh-CN": ["1 / 5", "UPS 面板", "09:41 刚巡"],
      en: ["1 / 5", "UPS 面板", "09:41 new"],
    },
    enter: showing({ patrol: CHECKED }),
  },
  {
    name: "room-patrol-done",
    words: {
      "zh-CN": ["5 / 5", "本轮已巡完，下一轮 10:00", "灯管闪烁"],
      en: ["5 / 5", "All checked, next at 10:00", "灯管闪烁"],
    },
    enter: showing({ patrol: DONE }),
  },
  {
    name: "room-long-patrol",
    words: { "zh-CN": ["12 / 24", "12 号机柜", "另有"], en: ["12 / 24", "12 号机柜", "more"] },
    enter: showing({ patrol: LONG_PATROL, readings: withReading(2, ABOVE) }),
  },
  {
    name: "room-unknown-point",
    words: {
      "zh-CN": ["不是本机房的巡检点", "请核对机柜码，或联系运维补登巡检点"],
      en: ["Not a patrol point of this room", "Check the rack's code"],
    },
    enter: showing({}, { notice: { code: "patrol.unknown-point", atMs: NOW_MS } }),
  },
  {
    name: "room-check-first",
    words: {
      "zh-CN": ["请先扫巡检点", "扫机柜码后再记异常"],
      en: ["Scan the point first", "Scan the rack's code, then report"],
    },
    async enter(host, page) {
      host.show(roomView());
      await page.getByText("UPS 面板").waitFor();
      await page.keyboard.press("F6");
    },
  },
  {
    name: "room-probe-lost",
    words: {
      "zh-CN": ["冷通道 没有应答 40 秒", "请检查接线、电源和地址", "冷通道 没有应答", "数据过期"],
      en: ["冷通道 no answer 40 s", "Check its wiring, power and address", "Stale"],
    },
    enter: showing(
      {
        readings: readingsOf(4).map((reading) =>
          reading.deviceId === "probe-1"
            ? { ...reading, state: "silent", sinceMs: NOW_MS - 40_000, atMs: NOW_MS - 41_000 }
            : reading,
        ),
      },
      { devices: [SCANNER, PROBE_LOST, probeOf(2, "热通道")] },
    ),
  },
  {
    name: "room-tight",
    words: {
      "zh-CN": ["二楼东侧", "没有应答", "第 1 页，共 2 页"],
      en: ["二楼东侧", "no answer", "Page 1 of 2"],
    },
    enter: showing(
      { readings: [...LONG_NAMES, readingOf(5, "temperatureC")], patrol: LONG_PATROL },
      {
        devices: [SCANNER, { ...PROBE_LOST, name: LONG_NAME }],
      },
    ),
  },
  {
    name: "room-no-scanner",
    words: {
      "zh-CN": ["手动录入", "扫机柜码", "无设备"],
      en: ["Type in", "scan code", "No device"],
    },
    enter: showing({}, { devices: [] }),
  },
  {
    name: "room-offline",
    words: {
      "zh-CN": ["离线", "离线运行，登记照常", "24.1", "14 分钟"],
      en: ["Offline", "24.1", "14 min"],
    },
    enter: showing(
      { readings: TROUBLED },
      {
        link: { state: "offline", sinceMs: NOW_MS - 14 * MINUTE, code: null },
        unsent: { count: 37, oldestAtMs: NOW_MS - 14 * MINUTE },
      },
    ),
  },
  {
    name: "room-training",
    words: { "zh-CN": ["系统演练", "0 / 5"], en: ["Training", "0 / 5"] },
    enter: showing({}, { mode: "training" }),
  },
  {
    name: "room-manual",
    words: {
      "zh-CN": ["机柜码上印的编号", "登记", "UPS 面板"],
      en: ["rack's code", "Record", "UPS 面板"],
    },
    async enter(host, page) {
      host.show(roomView({ patrol: CHECKED }));
      await page.getByText(/刚巡|09:41 new/).waitFor();
      await page.keyboard.press("F2");
    },
  },
  {
    name: "room-report",
    words: {
      "zh-CN": ["记异常：UPS 面板", "写明看到了什么", "异响", "门未关", "上报", "取消"],
      en: ["Report: UPS 面板", "Say what you see", "Noise", "Door open", "Cancel"],
    },
    enter: reporting(async () => undefined),
  },
  {
    name: "room-report-typed",
    words: {
      "zh-CN": ["记异常：UPS 面板", "还可输入 159 字"],
      en: ["Report: UPS 面板", "159 characters left"],
    },
    enter: reporting((page) => page.getByRole("textbox").fill(LONG_NOTE)),
  },
  {
    name: "room-report-refused",
    words: { "zh-CN": ["请先扫巡检点", "上报"], en: ["Scan the point first", "Report"] },
    enter: reporting(async (page, host) => {
      host.answer(() => Promise.resolve("patrol.check-first"));
      await page.getByRole("button", { name: /^(漏水|Water)$/ }).click();
      await page.keyboard.press("Enter");
    }),
  },
  {
    name: "room-report-long-point",
    words: { "zh-CN": ["记异常：二楼东侧"], en: ["Report: 二楼东侧"] },
    async enter(host, page) {
      const points = [
        pointOf("GH-UPS", { pointName: `${LONG_NAME}${LONG_NAME}`, checkedAtMs: NOW_MS }),
      ];
      host.show(roomView({ patrol: { ...CHECKED, points } }));
      await page.getByText(/刚巡|09:41 new/).waitFor();
      await page.keyboard.press("F6");
    },
  },
  {
    name: "room-help",
    words: {
      "zh-CN": ["给刚巡的点记一条异常", "折线是最近一小时", "站点 st-room-a"],
      en: [
        "Report what is abnormal at that point",
        "the line is the last hour",
        "Station st-room-a",
      ],
    },
    async enter(host, page) {
      host.show(roomView());
      await page.getByText("UPS 面板").waitFor();
      await page.keyboard.press("F1");
    },
  },
];

/** Opens the report on the newest check, then does what is asked. */
function reporting(then: (page: Page, host: FixtureHost) => Promise<void>): StationState["enter"] {
  return async (host, page) => {
    host.show(roomView({ patrol: CHECKED }));
    await page.getByText(/刚巡|09:41 new/).waitFor();
    await page.keyboard.press("F6");
    await page.getByRole("dialog").waitFor();
    await then(page, host);
  };
}
